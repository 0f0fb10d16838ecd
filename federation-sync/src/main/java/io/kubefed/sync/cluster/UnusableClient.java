package io.kubefed.sync.cluster;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.FederationException;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The API of a member that nothing can be sent to yet: every request fails with the reason. Equal if the reason reads the same. */
record UnusableClient(String name, String reason, FederationException why) implements ClusterClient {

    UnusableClient(String name, FederationException why) {
        this(name, String.valueOf(why.getMessage()), why);
    }

    @Override
    public Mono<ApiResponse> send(ApiRequest request) {
        return Mono.error(why);
    }

    @Override
    public Flux<ByteBuffer> stream(ApiRequest request) {
        return Flux.error(why);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnusableClient that && name.equals(that.name) && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
        return reason.hashCode();
    }
}
