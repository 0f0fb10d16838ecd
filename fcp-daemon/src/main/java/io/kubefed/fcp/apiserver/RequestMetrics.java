package io.kubefed.fcp.apiserver;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.authz.Attributes;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Counts and times requests, under the names and labels that dashboards of Kubernetes API servers know. */
final class RequestMetrics implements Gate {

    private static final Set<String> PARTS = Set.of("status", "scale", "finalize", "token");
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100), Duration.ofMillis(500),
        Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60)
    };

    private final ApiServer server;
    private final MeterRegistry registry;
    private final Scheduler timer;
    private final AtomicInteger watches = new AtomicInteger();

    RequestMetrics(ApiServer server, MeterRegistry registry, Scheduler timer) {
        this.server = server;
        this.registry = registry;
        this.timer = timer;
        Gauge.builder("apiserver_longrunning_requests", watches, AtomicInteger::get)
                .tags("verb", "WATCH")
                .register(registry);
    }

    @Override
    public Mono<Answer> pass(Request head, Function<Request, Mono<Answer>> inside) {
        return Mono.defer(() -> {
            long begin = timer.now(NANOSECONDS);
            return inside.apply(head)
                    .doOnNext(answer -> record(head, answer.status(), begin))
                    .doOnError(Refusal.class, refusal -> record(head, refusal.code(), begin))
                    .map(this::counted);
        });
    }

    private void record(Request head, int code, long begin) {
        Tags tags = labels(head);
        registry.counter("apiserver_request", tags.and("code", Integer.toString(code)))
                .increment();
        if (!head.longRunning()) {
            Timer.builder("apiserver_request_duration")
                    .tags(tags)
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry)
                    .record(timer.now(NANOSECONDS) - begin, NANOSECONDS);
        }
    }

    /** Names that a client makes up are not counted by: there would be as many counters as it likes. */
    private Tags labels(Request head) {
        Attributes asked = Attributes.of(head);
        boolean known = asked.ofObject() && server.serves(asked.group(), asked.version(), asked.resource());
        String scope = asked.name().isEmpty() ? (asked.namespace().isEmpty() ? "cluster" : "namespace") : "resource";
        return Tags.of(
                "verb", verb(asked, head),
                "group", known ? asked.group() : "",
                "version", known ? asked.version() : "",
                "resource", known ? asked.resource() : "",
                "subresource", known && PARTS.contains(asked.subresource()) ? asked.subresource() : "",
                "scope", known ? scope : "");
    }

    private static String verb(Attributes asked, Request head) {
        return switch (asked.ofObject() ? asked.verb() : head.method()) {
            case "get", "GET", "HEAD" -> "GET";
            case "list" -> "LIST";
            case "watch" -> "WATCH";
            case "create", "POST" -> "POST";
            case "update", "PUT" -> "PUT";
            case "patch", "PATCH" -> head.contentType().startsWith("application/apply-patch+") ? "APPLY" : "PATCH";
            case "delete", "DELETE" -> "DELETE";
            case "deletecollection" -> "DELETECOLLECTION";
            default -> "other";
        };
    }

    private Answer counted(Answer answer) {
        if (!(answer instanceof Answer.Stream stream)) {
            return answer;
        }
        Flux<ByteBuffer> body = Flux.defer(() -> {
            watches.incrementAndGet();
            return stream.body().doFinally(end -> watches.decrementAndGet());
        });
        return new Answer.Stream(stream.status(), stream.headers(), body);
    }
}
