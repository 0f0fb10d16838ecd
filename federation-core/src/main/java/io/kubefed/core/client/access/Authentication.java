package io.kubefed.core.client.access;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How we say who we are, besides the client certificate of the {@code Config}. A value: nothing is read or run yet. */
public sealed interface Authentication {

    /** Nothing is shown, or a client certificate only. */
    record None() implements Authentication {}

    /** A bearer token that never changes. */
    record Token(Secret token) implements Authentication {}

    /** User name and password. */
    record Basic(String user, Secret password) implements Authentication {}

    /** A bearer token in a file that somebody renews. */
    record TokenFile(Path file) implements Authentication {}

    /** A token that Java code provides; it may block. */
    record Provided(OAuthTokenProvider provider) implements Authentication {}

    /**
     * A credential plug-in, as {@code client.authentication.k8s.io} describes it.
     *
     * @param apiVersion {@code client.authentication.k8s.io/v1} or {@code /v1beta1}
     * @param command a program on the path, or a path, relative to {@code directory}
     * @param arguments its arguments; immutable
     * @param environment variables on top of our own; immutable
     * @param cluster what the plug-in is told of the cluster, as JSON; null if it did not ask
     * @param installHint what to tell a user who lacks the program; may be empty
     * @param directory where the kubeconfig is
     * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins">Credential
     *     plug-ins</a>
     */
    record Plugin(
            String apiVersion,
            String command,
            List<String> arguments,
            Map<String, String> environment,
            @Nullable String cluster,
            String installHint,
            Path directory)
            implements Authentication {

        /** Checks the parts and copies the collections. */
        public Plugin {
            requireNonNull(apiVersion, "apiVersion");
            requireNonNull(command, "command");
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            requireNonNull(installHint, "installHint");
            requireNonNull(directory, "directory");
        }

        /** The command alone: arguments and variables may hold secrets. */
        @Override
        public String toString() {
            return "plug-in " + command;
        }
    }

    /** What a fabric8 {@code Config} says, in its own order: password, provider, token. */
    static Authentication of(Config config) {
        if (given(config.getUsername()) && given(config.getPassword())) {
            return new Basic(config.getUsername(), new Secret(config.getPassword()));
        }
        if (config.getOauthTokenProvider() != null) {
            return new Provided(config.getOauthTokenProvider());
        }
        String token = given(config.getOauthToken()) ? config.getOauthToken() : config.getAutoOAuthToken();
        return given(token) ? new Token(new Secret(token)) : new None();
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
