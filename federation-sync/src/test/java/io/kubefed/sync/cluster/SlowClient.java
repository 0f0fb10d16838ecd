package io.kubefed.sync.cluster;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A client whose streams take a while to begin. */
record SlowClient(ClusterClient client, Supplier<Duration> takes, Scheduler timer) implements ClusterClient {

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public Mono<ApiResponse> send(ApiRequest request) {
        return client.send(request);
    }

    @Override
    public Flux<ByteBuffer> stream(ApiRequest request) {
        return takes.get().isZero()
                ? client.stream(request)
                : client.stream(request).delaySubscription(takes.get(), timer);
    }
}
