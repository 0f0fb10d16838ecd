package io.kubefed.fcp.apiserver;

import io.kubefed.fcp.config.DurationConverter;
import io.kubefed.fcp.config.Logging;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The flags of {@code fcp federation-apiserver}: v1's names, and a few of our own. What v1 had and has no effect here is in
 * {@link WithoutEffect}.
 */
@Command(
        name = "fcp federation-apiserver",
        description = "Serves the federation API: a Kubernetes API that kubectl and everything else can talk to.",
        sortOptions = true,
        mixinStandardHelpOptions = false)
final class ApiServerFlags {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--bind-address",
            defaultValue = "0.0.0.0",
            paramLabel = "IP",
            description = "Where it listens with TLS (${DEFAULT-VALUE}).")
    String bindAddress = "";

    @Option(names = "--secure-port", defaultValue = "6443", description = "Its port; 0 for none (${DEFAULT-VALUE}).")
    int securePort;

    @Option(
            names = {"--insecure-bind-address", "--address"},
            defaultValue = "127.0.0.1",
            paramLabel = "IP",
            description = "Where it listens without TLS and without asking who comes (${DEFAULT-VALUE}).")
    String insecureBindAddress = "";

    @Option(
            names = {"--insecure-port", "--port"},
            defaultValue = "0",
            description = "Port for that; 0 for none, which is what you want (${DEFAULT-VALUE}).")
    int insecurePort;

    @Option(
            names = "--advertise-address",
            paramLabel = "IP",
            description = "Address for clients, in the generated certificate and kubeconfig.")
    @Nullable String advertiseAddress;

    @Option(
            names = "--external-hostname",
            paramLabel = "NAME",
            description = "Host name for clients, in the generated certificate and kubeconfig.")
    @Nullable String externalHostname;

    @Option(
            names = "--cert-dir",
            defaultValue = "/var/run/kubernetes",
            paramLabel = "DIR",
            description =
                    "Where a certificate authority, certificates and the kubeconfig of an administrator are made if no"
                            + " certificate is given (${DEFAULT-VALUE}).")
    Path certDir = Path.of("");

    @Option(
            names = "--tls-cert-file",
            paramLabel = "FILE",
            description =
                    "Certificate of the server, PEM, followed by those of its authorities. Read again when it changes.")
    @Nullable Path tlsCertFile;

    @Option(names = "--tls-private-key-file", paramLabel = "FILE", description = "Its private key, PEM.")
    @Nullable Path tlsPrivateKeyFile;

    @Option(
            names = "--tls-sni-cert-key",
            paramLabel = "CERT,KEY[:NAMES]",
            description = "One more certificate for clients that ask for one of its names, or for NAMES. Repeatable.")
    List<String> tlsSniCertKeys = new ArrayList<>();

    @Option(
            names = "--tls-cipher-suites",
            split = ",",
            paramLabel = "NAME",
            description = "The cipher suites that are used, by the names of the JDK.")
    List<String> tlsCipherSuites = new ArrayList<>();

    @Option(
            names = "--tls-min-version",
            defaultValue = "VersionTLS12",
            paramLabel = "VersionTLS12|VersionTLS13",
            description = "The oldest TLS that is spoken (${DEFAULT-VALUE}).")
    String tlsMinVersion = "";

    @Option(
            names = "--client-ca-file",
            paramLabel = "FILE",
            description =
                    "Authorities of client certificates, PEM: the common name is the user, organisations are groups. Read again"
                            + " when it changes.")
    @Nullable Path clientCaFile;

    @Option(
            names = "--token-auth-file",
            paramLabel = "FILE",
            description = "Users by token: lines of token,user,uid,\"group1,group2\".")
    @Nullable Path tokenAuthFile;

    @Option(
            names = "--basic-auth-file",
            paramLabel = "FILE",
            description = "Users by password: lines of password,user,uid,\"group1,group2\".")
    @Nullable Path basicAuthFile;

    @Option(
            names = "--service-account-key-file",
            paramLabel = "FILE",
            description = "Keys that verify service-account tokens, PEM, public or private. Repeatable.")
    List<Path> serviceAccountKeyFiles = new ArrayList<>();

    @Option(
            names = "--service-account-lookup",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Whether a service-account token ends with its account or Secret (${DEFAULT-VALUE}).")
    boolean serviceAccountLookup;

    @Option(
            names = "--service-account-signing-key-file",
            paramLabel = "FILE",
            description = "Private key, PEM, with which service-account tokens are made for kubectl create token.")
    @Nullable Path serviceAccountSigningKeyFile;

    @Option(
            names = "--service-account-issuer",
            paramLabel = "URL",
            description =
                    "Issuer of service-account tokens; more are accepted (https://kubernetes.default.svc). Repeatable.")
    List<String> serviceAccountIssuers = new ArrayList<>();

    @Option(
            names = "--api-audiences",
            split = ",",
            paramLabel = "NAME",
            description = "Whom tokens must be for; the issuer by default.")
    List<String> apiAudiences = new ArrayList<>();

    @Option(
            names = "--anonymous-auth",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description =
                    "Whether requests without credentials are those of system:anonymous, which --authorization-mode"
                            + " AlwaysAllow turns off (${DEFAULT-VALUE}).")
    boolean anonymousAuth;

    @Option(
            names = "--authorization-mode",
            split = ",",
            defaultValue = "AlwaysAllow",
            paramLabel = "AlwaysAllow|AlwaysDeny|RBAC",
            description = "Who says what users may do (${DEFAULT-VALUE}).")
    List<String> authorizationModes = new ArrayList<>();

    @Option(
            names = "--admin-kubeconfig",
            paramLabel = "FILE",
            description =
                    "Kubeconfig of an administrator that is made at the start; admin.kubeconfig in --cert-dir, if the certificates are made there too.")
    @Nullable Path adminKubeconfig;

    @Option(
            names = {"--enable-admission-plugins", "--admission-control"},
            split = ",",
            paramLabel = "NAME",
            description = "Admission plug-ins that are used besides those that are by default.")
    List<String> enableAdmissionPlugins = new ArrayList<>();

    @Option(
            names = "--disable-admission-plugins",
            split = ",",
            paramLabel = "NAME",
            description = "Admission plug-ins that are not used.")
    List<String> disableAdmissionPlugins = new ArrayList<>();

    @Option(
            names = "--storage-backend",
            description =
                    "Where objects are kept: ${COMPLETION-CANDIDATES} (embedded; etcd3 if --etcd-servers is given).")
    private @Nullable StorageBackend storageBackend;

    @Option(
            names = "--data-dir",
            defaultValue = "/var/lib/federation-apiserver",
            paramLabel = "DIR",
            description = "Directory of the embedded store (${DEFAULT-VALUE}).")
    Path dataDir = Path.of("");

    @Option(names = "--etcd-servers", split = ",", paramLabel = "URL", description = "The etcd for etcd3.")
    List<String> etcdServers = new ArrayList<>();

    @Option(
            names = "--etcd-prefix",
            defaultValue = "/registry",
            description = "What keys in etcd begin with (${DEFAULT-VALUE}).")
    String etcdPrefix = "";

    @Option(names = "--etcd-cafile", paramLabel = "FILE", description = "Authority of the etcd, PEM.")
    @Nullable Path etcdCaFile;

    @Option(names = "--etcd-certfile", paramLabel = "FILE", description = "Client certificate for the etcd, PEM.")
    @Nullable Path etcdCertFile;

    @Option(names = "--etcd-keyfile", paramLabel = "FILE", description = "Its private key, PEM.")
    @Nullable Path etcdKeyFile;

    @Option(
            names = "--etcd-compaction-interval",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "How often old revisions are dropped from the etcd (${DEFAULT-VALUE}).")
    Duration etcdCompactionInterval = Duration.ZERO;

    @Option(
            names = "--max-requests-inflight",
            defaultValue = "400",
            description =
                    "Reads at once; what comes on top waits its turn, users one after the other (${DEFAULT-VALUE}).")
    int maxRequestsInFlight;

    @Option(
            names = "--max-mutating-requests-inflight",
            defaultValue = "200",
            description = "Writes at once (${DEFAULT-VALUE}).")
    int maxMutatingRequestsInFlight;

    @Option(
            names = "--request-timeout",
            defaultValue = "1m",
            converter = DurationConverter.class,
            description = "Time for a request that is no watch (${DEFAULT-VALUE}).")
    Duration requestTimeout = Duration.ZERO;

    @Option(
            names = "--min-request-timeout",
            defaultValue = "1800",
            paramLabel = "SECONDS",
            description = "Time for a watch that names none: this, or up to twice as much (${DEFAULT-VALUE}).")
    int minRequestTimeoutSeconds;

    @Option(
            names = "--event-ttl",
            defaultValue = "1h",
            converter = DurationConverter.class,
            description = "How long Events are kept (${DEFAULT-VALUE}).")
    Duration eventTtl = Duration.ZERO;

    @Option(
            names = "--shutdown-grace-period",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long requests may take to finish after SIGTERM (${DEFAULT-VALUE}).")
    Duration shutdownGracePeriod = Duration.ZERO;

    @Option(
            names = {"--experimental-encryption-provider-config", "--encryption-provider-config"},
            paramLabel = "FILE",
            description = "Refused: objects are not encrypted at rest.")
    @Nullable Path encryptionConfig;

    @Option(
            names = "--log-format",
            defaultValue = "text",
            description = "Form of a log line: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    Logging.Form logFormat = Logging.Form.text;

    @Option(
            names = {"-v", "--v"},
            defaultValue = "2",
            description = "Verbosity: 0 for warnings only, 4 and more for debugging (${DEFAULT-VALUE}).")
    int verbosity;

    /** Where objects are kept. */
    StorageBackend storageBackend() {
        if (storageBackend != null) {
            return storageBackend;
        }
        return etcdServers.isEmpty() ? StorageBackend.embedded : StorageBackend.etcd3;
    }
}
