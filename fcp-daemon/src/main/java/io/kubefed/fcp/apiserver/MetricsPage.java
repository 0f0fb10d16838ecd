package io.kubefed.fcp.apiserver;

import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Answers {@code /metrics} to whoever has come so far.
 *
 * @param server counts what is stored
 * @param registry has the rest
 */
record MetricsPage(ApiServer server, PrometheusMeterRegistry registry) implements Gate {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    @Override
    public Mono<Answer> pass(Request head, Function<Request, Mono<Answer>> inside) {
        if (!head.path().equals("/metrics")) {
            return inside.apply(head);
        }
        return head.method().equals("GET")
                ? server.storedObjects().map(this::page)
                : Mono.error(Refusal.methodNotAllowed());
    }

    private Answer page(Map<String, Integer> stored) {
        StringBuilder page = new StringBuilder(registry.scrape());
        page.append("# HELP apiserver_storage_objects Objects that are stored, by type.\n");
        page.append("# TYPE apiserver_storage_objects gauge\n");
        new TreeMap<>(stored)
                .forEach((type, count) -> page.append("apiserver_storage_objects{resource=\"")
                        .append(type)
                        .append("\"} ")
                        .append(count)
                        .append('\n'));
        return new Answer.Whole(
                200, List.of(Map.entry("Content-Type", TYPE)), page.toString().getBytes(StandardCharsets.UTF_8));
    }
}
