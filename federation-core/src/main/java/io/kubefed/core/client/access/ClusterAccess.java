package io.kubefed.core.client.access;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Everything that is needed to talk to one cluster.
 *
 * @param config address, trust, client certificate, proxy, impersonation, user agent; its tokens and passwords are not read, and it
 *     must not be changed afterwards
 * @param authentication who we are
 */
public record ClusterAccess(Config config, Authentication authentication) {

    /** Checks the parts. */
    public ClusterAccess {
        requireNonNull(config, "config");
        requireNonNull(authentication, "authentication");
    }

    /** What a fabric8 {@code Config} says, tokens included. A plug-in was run when it was loaded, and is not run again. */
    public static ClusterAccess of(Config config) {
        return new ClusterAccess(config, Authentication.of(config));
    }

    /**
     * Access without any credential.
     *
     * @param address host, host and port, IP, IP and port, or URL; https if it does not say
     */
    public static ClusterAccess anonymous(String address) {
        Config config = Addresses.configFor(Addresses.toUrl("the server address", address));
        return new ClusterAccess(config, new Authentication.None());
    }

    /** The URL of the server, without a slash at its end. */
    public String server() {
        return config.getMasterUrl().replaceFirst("/+$", "");
    }

    /** The same access in the name of another user, who must be allowed to be impersonated by us. */
    public ClusterAccess as(String user, String... groups) {
        Config other = new ConfigBuilder(config)
                .withImpersonateUsername(user)
                .withImpersonateGroups(groups)
                .build();
        return new ClusterAccess(other, authentication);
    }

    /**
     * The living side of this value.
     *
     * @param blocking where files are read and plug-ins run
     * @param timer the clock
     */
    public Credentials credentials(Scheduler blocking, Scheduler timer) {
        Callable<RenewedCredentials.Lease> renewal = renewal(timer);
        if (renewal != null) {
            return new RenewedCredentials(renewal, blocking, timer);
        }
        return Credentials.fixed(fixed());
    }

    private Credential fixed() {
        if (authentication instanceof Authentication.Token token) {
            return Credential.bearer(token.token().reveal());
        }
        if (authentication instanceof Authentication.Basic basic) {
            return Credential.basic(basic.user(), basic.password().reveal());
        }
        return Credential.NONE;
    }

    private @Nullable Callable<RenewedCredentials.Lease> renewal(Scheduler timer) {
        if (authentication instanceof Authentication.Plugin plugin) {
            return new PluginRun(plugin, timer);
        }
        if (authentication instanceof Authentication.Provided provided) {
            return new ProviderCall(provided.provider(), timer);
        }
        CertificateFiles certificate = CertificateFiles.of(config);
        if (authentication instanceof Authentication.TokenFile file) {
            return new FileRead(file.file(), Credential.NONE, certificate, timer);
        }
        return certificate == null ? null : new FileRead(null, fixed(), certificate, timer);
    }

    /** The address only. */
    @Override
    public String toString() {
        return server() + " with REDACTED";
    }
}
