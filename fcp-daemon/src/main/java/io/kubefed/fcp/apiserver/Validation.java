package io.kubefed.fcp.apiserver;

import io.kubefed.core.error.PermanentException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with flags, all of it at once. */
final class Validation {

    private static final Set<String> MODES = Set.of("AlwaysAllow", "AlwaysDeny", "RBAC");
    private static final Set<String> TLS_VERSIONS = Set.of("VersionTLS12", "VersionTLS13");
    private static final int PORTS = 65_535;

    private final ApiServerFlags flags;
    private final List<String> wrong = new ArrayList<>();

    private Validation(ApiServerFlags flags) {
        this.flags = flags;
    }

    /**
     * Checks flags together.
     *
     * @throws PermanentException with one sentence per mistake
     */
    static void check(ApiServerFlags flags) {
        Validation validation = new Validation(flags);
        validation.ports();
        validation.tls();
        validation.access();
        validation.storage();
        validation.limits();
        if (!validation.wrong.isEmpty()) {
            throw new PermanentException(String.join("; ", validation.wrong));
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    private void ports() {
        port("--secure-port", flags.securePort);
        port("--insecure-port", flags.insecurePort);
        require(
                flags.securePort != 0 || flags.insecurePort != 0,
                "--secure-port is 0 and --insecure-port is 0: nobody could reach the server");
    }

    private void port(String flag, int port) {
        require(port >= 0 && port <= PORTS, flag + " is " + port + "; give 0 to " + PORTS);
    }

    private void tls() {
        require(
                (flags.tlsCertFile == null) == (flags.tlsPrivateKeyFile == null),
                "--tls-cert-file and --tls-private-key-file need each other");
        require(
                TLS_VERSIONS.contains(flags.tlsMinVersion),
                "--tls-min-version is " + flags.tlsMinVersion + "; known are VersionTLS12 and VersionTLS13");
        require(
                flags.encryptionConfig == null,
                "--encryption-provider-config: this server does not encrypt what it stores; leave the flag out and encrypt"
                        + " the disk");
    }

    private void access() {
        for (String mode : flags.authorizationModes) {
            require(
                    MODES.contains(mode),
                    "--authorization-mode " + mode + " is not there; known are AlwaysAllow, AlwaysDeny and RBAC");
        }
        require(
                new HashSet<>(flags.authorizationModes).size() == flags.authorizationModes.size(),
                "--authorization-mode names one twice");
        AdmissionPlugins.mistakes(flags.enableAdmissionPlugins, flags.disableAdmissionPlugins)
                .forEach(wrong::add);
    }

    private void storage() {
        boolean etcd = flags.storageBackend() == StorageBackend.etcd3;
        require(
                etcd || flags.etcdServers.isEmpty(),
                "--etcd-servers has no meaning with --storage-backend=" + flags.storageBackend());
        if (etcd) {
            require(!flags.etcdServers.isEmpty(), "--storage-backend=etcd3 needs --etcd-servers");
            if (!flags.etcdServers.isEmpty()) {
                try {
                    OpenStore.etcd(flags);
                } catch (PermanentException mistake) {
                    wrong.add(String.valueOf(mistake.getMessage()));
                }
            }
        }
    }

    private void limits() {
        positive("--max-requests-inflight", flags.maxRequestsInFlight);
        positive("--max-mutating-requests-inflight", flags.maxMutatingRequestsInFlight);
        positive("--min-request-timeout", flags.minRequestTimeoutSeconds);
        positive("--request-timeout", flags.requestTimeout.toMillis());
        positive("--event-ttl", flags.eventTtl.toMillis());
    }

    private void positive(String flag, long value) {
        require(value > 0, flag + " must be more than 0");
    }
}
