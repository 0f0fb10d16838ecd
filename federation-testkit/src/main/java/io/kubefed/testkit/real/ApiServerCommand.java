package io.kubefed.testkit.real;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the API server of a cluster is started. */
@FunctionalInterface
interface ApiServerCommand {

    /** The command with its arguments. */
    List<String> in(Place place);

    /**
     * What such a server is given.
     *
     * @param name the cluster's
     * @param directory its own, with {@code tokens.csv}, {@code sa.pub} and {@code sa.key} in it
     * @param port where it is to listen
     * @param etcd the URL of an etcd that it shares with others
     */
    record Place(String name, Path directory, int port, String etcd) {

        private List<String> flags() {
            return List.of(
                    "--bind-address=127.0.0.1",
                    "--secure-port=" + port,
                    "--cert-dir=" + directory.resolve("certs"),
                    "--token-auth-file=" + directory.resolve("tokens.csv"),
                    "--authorization-mode=RBAC",
                    "--service-account-key-file=" + directory.resolve("sa.pub"),
                    "--v=1");
        }
    }

    /** A kube-apiserver. */
    static ApiServerCommand kube(Function<String, Path> binary) {
        return place -> {
            List<String> command = new ArrayList<>();
            command.add(binary.apply("kube-apiserver").toString());
            command.addAll(place.flags());
            command.addAll(List.of(
                    "--etcd-servers=" + place.etcd(),
                    "--etcd-prefix=/" + place.name(),
                    "--advertise-address=127.0.0.1",
                    "--service-cluster-ip-range=10.0.0.0/24",
                    "--service-account-signing-key-file=" + place.directory().resolve("sa.key"),
                    "--service-account-issuer=https://kubernetes.default.svc",
                    "--endpoint-reconciler-type=none",
                    "--disable-admission-plugins=ServiceAccount"));
            return command;
        };
    }

    /**
     * The API server of a federation: a kube-apiserver, or {@code fcp federation-apiserver} where {@code KUBEFED_FEDERATION_API} says
     * {@code embedded} or {@code etcd} and {@code KUBEFED_FCP} is the launcher.
     *
     * @throws IllegalStateException if it says something else
     */
    static ApiServerCommand ofFederation() {
        @Nullable String store = System.getenv("KUBEFED_FEDERATION_API");
        return switch (store == null ? "" : store) {
            case "" -> kube(RealAssets::binary);
            case "embedded" ->
                ours(place -> List.of("--data-dir=" + place.directory().resolve("data")));
            case "etcd" -> ours(place -> List.of("--etcd-servers=" + place.etcd(), "--etcd-prefix=/" + place.name()));
            default ->
                throw new IllegalStateException("KUBEFED_FEDERATION_API is " + store + "; write embedded or etcd");
        };
    }

    private static ApiServerCommand ours(Function<Place, List<String>> storage) {
        @Nullable String launcher = System.getenv("KUBEFED_FCP");
        if (launcher == null) {
            throw new IllegalStateException("KUBEFED_FEDERATION_API needs KUBEFED_FCP, the path of bin/fcp");
        }
        return place -> {
            List<String> command = new ArrayList<>(List.of(launcher, "federation-apiserver"));
            command.addAll(place.flags());
            command.addAll(storage.apply(place));
            return command;
        };
    }
}
