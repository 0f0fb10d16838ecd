package io.kubefed.fcp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.ApiServerSettings;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class RequestMetricsTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ApiServer server =
            ApiServer.inMemory("test", ApiServerSettings.DEFAULT, time, new SplittableRandom(1));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RequestMetrics metrics = new RequestMetrics(server, registry, time);

    private static Request request(String method, String uri) {
        return request(method, uri, "");
    }

    private static Request request(String method, String uri, String contentType) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        return new Request(method, decoder.path(), decoder.parameters(), "", contentType, "", new byte[0]);
    }

    private void send(String method, String uri, int code) {
        metrics.pass(request(method, uri), head -> Mono.just(Answer.text(code, "")))
                .block();
    }

    private String page() {
        Answer answer = new MetricsPage(server, registry)
                .pass(request("GET", "/metrics"), head -> Mono.never())
                .block();
        return new String(((Answer.Whole) answer).body(), StandardCharsets.UTF_8);
    }

    @Test
    void countsRequestsByVerbTypeAndCode() {
        send("GET", "/api/v1/namespaces/default/configmaps", 200);
        send("GET", "/api/v1/namespaces/default/configmaps", 200);
        send("PUT", "/apis/apps/v1/namespaces/default/deployments/d/scale", 409);

        assertThat(page())
                .contains("apiserver_request_total{code=\"200\",group=\"\",resource=\"configmaps\",scope=\"namespace\","
                        + "subresource=\"\",verb=\"LIST\",version=\"v1\"} 2.0")
                .contains("apiserver_request_total{code=\"409\",group=\"apps\",resource=\"deployments\","
                        + "scope=\"resource\",subresource=\"scale\",verb=\"PUT\",version=\"v1\"} 1.0")
                .contains("apiserver_request_duration_seconds_bucket")
                .contains("apiserver_storage_objects{resource=\"namespaces\"} 4")
                .contains("apiserver_longrunning_requests{verb=\"WATCH\"} 0");
    }

    @Test
    void tellsAnApplyFromOtherPatches() {
        String path = "/api/v1/namespaces/default/configmaps/c";
        for (String type : List.of("application/apply-patch+yaml", "application/merge-patch+json")) {
            metrics.pass(request("PATCH", path, type), head -> Mono.just(Answer.text(200, "")))
                    .block();
        }

        assertThat(page()).contains("verb=\"APPLY\",version=\"v1\"} 1.0", "verb=\"PATCH\",version=\"v1\"} 1.0");
    }

    @Test
    void countsRefusalsOfGatesBehindIt() {
        metrics.pass(request("GET", "/api"), head -> Mono.error(Refusal.unauthorized()))
                .onErrorResume(error -> Mono.empty())
                .block();

        assertThat(page()).contains("code=\"401\"");
    }

    @Test
    void makesNoCounterForNamesThatClientsMakeUp() {
        for (int i = 0; i < 50; i++) {
            send("GET", "/apis/g" + i + ".io/v1/things" + i, 404);
            send("GET", "/path" + i, 404);
            send("METHOD" + i, "/api/v1/namespaces/n/configmaps/c/part" + i, 405);
        }

        assertThat(page().lines()
                        .filter(line -> line.startsWith("apiserver_request_total"))
                        .count())
                .isLessThanOrEqualTo(4);
    }
}
