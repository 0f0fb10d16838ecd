package io.kubefed.apiserver.storage.etcd;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of an etcd cluster by a target such as {@code kubefed-etcd:///etcd-0:2379,etcd-1:2379}, resolving their names anew
 * each time; the first that answers is used until it does not.
 */
final class Endpoints extends NameResolverProvider {

    private static final String SCHEME = "kubefed-etcd";
    private static final int DEFAULT_PORT = 2379;

    static {
        NameResolverRegistry.getDefaultRegistry().register(new Endpoints());
    }

    private Endpoints() {}

    /** The target for some endpoints. */
    static String target(List<URI> endpoints) {
        return endpoints.stream()
                .map(endpoint ->
                        endpoint.getHost() + ":" + (endpoint.getPort() < 0 ? DEFAULT_PORT : endpoint.getPort()))
                .collect(Collectors.joining(",", SCHEME + ":///", ""));
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        // Below all others: only our own scheme is ours.
        return 0;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
        return Set.of(InetSocketAddress.class);
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args arguments) {
        return SCHEME.equals(target.getScheme())
                ? new Members(List.of(target.getPath().substring(1).split(",")), arguments.getOffloadExecutor())
                : null;
    }

    private static final class Members extends NameResolver {

        private final List<String> members;
        private final @Nullable Executor offload;
        private @Nullable Listener2 listener;

        Members(List<String> members, @Nullable Executor offload) {
            this.members = members;
            this.offload = offload;
        }

        @Override
        public String getServiceAuthority() {
            return members.get(0);
        }

        @Override
        public void start(Listener2 listener) {
            this.listener = listener;
            refresh();
        }

        @Override
        public void refresh() {
            Listener2 told = listener;
            if (told == null) {
                return;
            }
            if (offload == null) {
                tell(told);
            } else {
                offload.execute(() -> tell(told));
            }
        }

        private void tell(Listener2 told) {
            told.onResult(ResolutionResult.newBuilder()
                    .setAddressesOrError(StatusOr.fromValue(
                            members.stream().map(Members::address).toList()))
                    .build());
        }

        private static EquivalentAddressGroup address(String member) {
            int colon = member.lastIndexOf(':');
            return new EquivalentAddressGroup(
                    new InetSocketAddress(member.substring(0, colon), Integer.parseInt(member.substring(colon + 1))));
        }

        @Override
        public void shutdown() {
            listener = null;
        }
    }
}
