package io.kubefed.fcp.apiserver;

import io.kubefed.apiserver.http.Identities;
import io.kubefed.apiserver.http.Identity;
import io.kubefed.apiserver.http.Tls;
import io.kubefed.core.error.PermanentException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The certificates of a server: its own, those it believes of clients, and that of an administrator. */
final class Serving {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private final ApiServerFlags flags;
    private final WatchedFiles<Identities> identities;
    private final WatchedFiles<List<X509Certificate>> clientAuthorities;
    private final @Nullable Identity admin;

    private Serving(
            ApiServerFlags flags,
            WatchedFiles<Identities> identities,
            WatchedFiles<List<X509Certificate>> clientAuthorities,
            @Nullable Identity admin) {
        this.flags = flags;
        this.identities = identities;
        this.clientAuthorities = clientAuthorities;
        this.admin = admin;
    }

    /**
     * Reads what the flags name, and makes what they do not. Blocks.
     *
     * @throws PermanentException if that cannot be
     */
    static Serving prepare(ApiServerFlags flags, Instant now) {
        boolean given = flags.tlsCertFile != null;
        @Nullable CertDir own = given && flags.adminKubeconfig == null ? null : CertDir.open(flags.certDir, now);
        return new Serving(
                flags,
                ServingFiles.read(
                        usual(flags, own),
                        flags.tlsSniCertKeys.stream()
                                .map(ServingFiles.Pair::parse)
                                .toList()),
                clientAuthorities(flags, own),
                own == null ? null : own.admin());
    }

    private static ServingFiles.Pair usual(ApiServerFlags flags, @Nullable CertDir own) {
        Path certificate = flags.tlsCertFile;
        Path key = flags.tlsPrivateKeyFile;
        if (certificate != null && key != null) {
            return new ServingFiles.Pair(certificate, key, List.of());
        }
        if (own == null) {
            throw new PermanentException("there is no certificate");
        }
        own.prepareServer(OwnNames.of(flags));
        return new ServingFiles.Pair(own.certificateFile(), own.keyFile(), List.of());
    }

    private static WatchedFiles<List<X509Certificate>> clientAuthorities(ApiServerFlags flags, @Nullable CertDir own) {
        Path file = flags.clientCaFile;
        return new WatchedFiles<>(file == null ? List.of() : List.of(file), texts -> {
            List<X509Certificate> all = new ArrayList<>();
            if (file != null) {
                all.addAll(Pem.certificates(texts.get(0), file));
            }
            if (own != null) {
                all.add(own.authority());
            }
            return List.copyOf(all);
        });
    }

    /** Who signs certificates of clients. */
    Supplier<List<X509Certificate>> clientAuthorities() {
        return clientAuthorities;
    }

    /** What the socket needs. */
    Tls tls() {
        List<String> protocols =
                flags.tlsMinVersion.equals("VersionTLS13") ? List.of("TLSv1.3") : List.of("TLSv1.3", "TLSv1.2");
        return new Tls(identities, clientAuthorities, protocols, flags.tlsCipherSuites);
    }

    /** Reads files again when they change; never completes. */
    Mono<Void> run(Scheduler timer, Scheduler blocking) {
        return Mono.when(identities.run(timer, blocking), clientAuthorities.run(timer, blocking));
    }

    /** Says in one line where the server is and how to reach it. Blocks: it writes the kubeconfig. */
    void announce(int port) {
        String url = "https://" + host(OwnNames.forClients(flags)) + ":" + port;
        if (admin == null) {
            LOG.atInfo().addKeyValue("url", url).log("serves the federation API");
            return;
        }
        Path file = flags.adminKubeconfig == null ? flags.certDir.resolve("admin.kubeconfig") : flags.adminKubeconfig;
        List<X509Certificate> chain = identities.get().usual().chain();
        AdminKubeconfig.write(file, url, chain.subList(chain.size() - 1, chain.size()), admin);
        LOG.atInfo()
                .addKeyValue("url", url)
                .addKeyValue("try", "kubectl --kubeconfig=" + file + " get namespaces")
                .log("serves the federation API");
    }

    private static String host(String name) {
        return name.contains(":") ? "[" + name + "]" : name;
    }
}
