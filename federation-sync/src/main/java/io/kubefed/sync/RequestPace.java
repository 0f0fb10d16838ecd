package io.kubefed.sync;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.loop.Limit;
import io.kubefed.core.loop.Sample;
import io.kubefed.core.loop.TokenBucket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps the requests to one member under a cap: each takes a token, and steps are not even started while there is none.
 *
 * <p>Design note: a token for every started step would be simpler, but most steps after a restart find that nothing is to be sent, and
 * would wait for tokens that they do not need. So requests take the tokens; that steps wait in the queue rather than in the client
 * keeps round trips honest for the adaptive limit.
 */
final class RequestPace {

    private final TokenBucket bucket;
    private final Scheduler timer;
    private final long origin;

    RequestPace(RateCap cap, Scheduler timer) {
        this.bucket = new TokenBucket(cap.qps(), cap.burst());
        this.timer = requireNonNull(timer, "timer");
        this.origin = timer.now(TimeUnit.NANOSECONDS);
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS) - origin;
    }

    /** Takes a token, or tells how long there is none. */
    private synchronized Duration take() {
        long now = now();
        return bucket.tryTake(now) ? Duration.ZERO : Duration.ofNanos(bucket.nextAt(now) - now);
    }

    private synchronized long waitNanos() {
        long now = now();
        return bucket.nextAt(now) - now;
    }

    /** The limit, which lets nothing start while there is no token. */
    Limit over(Limit limit) {
        return new Limit() {

            @Override
            public int permits(long nowNanos) {
                return waitNanos() > 0 ? 0 : limit.permits(nowNanos);
            }

            @Override
            public long growsAt(long nowNanos) {
                long wait = waitNanos();
                return wait > 0 ? nowNanos + wait : limit.growsAt(nowNanos);
            }

            @Override
            public void started(long nowNanos) {
                limit.started(nowNanos);
            }

            @Override
            public void finished(Sample sample) {
                limit.finished(sample);
            }
        };
    }

    /** The client, whose requests wait for their token. Streams are not counted. */
    ClusterClient over(ClusterClient client) {
        return new ClusterClient() {

            @Override
            public String name() {
                return client.name();
            }

            @Override
            public Mono<ApiResponse> send(ApiRequest request) {
                return Mono.defer(() -> {
                    Duration wait = take();
                    return wait.isZero()
                            ? client.send(request)
                            : Mono.delay(wait, timer).then(send(request));
                });
            }

            @Override
            public Flux<ByteBuffer> stream(ApiRequest request) {
                return client.stream(request);
            }
        };
    }
}
