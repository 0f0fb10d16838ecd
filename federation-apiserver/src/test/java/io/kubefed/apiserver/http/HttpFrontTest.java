package io.kubefed.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.ApiServerSettings;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.ClusterClientContract;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.client.http.HttpClusterClient;
import io.kubefed.core.client.http.Transport;
import io.kubefed.core.client.http.TransportLimits;
import io.kubefed.core.model.ResourceType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/** The contract of clients over sockets, and what only the wire shows. */
class HttpFrontTest extends ClusterClientContract {

    private final LoopResources loops = LoopResources.create("front-test", 1, 2, true);
    private final Scheduler blocking = Schedulers.newBoundedElastic(2, 100, "front-test-blocking", 10, true);
    private final Scheduler timer = Schedulers.newSingle("front-test-timer", true);
    private final ApiServer server =
            ApiServer.inMemory("test server", ApiServerSettings.DEFAULT, timer, RandomGenerator.of("L64X128MixRandom"));
    private DisposableServer front;
    private HttpClusterClient client;

    @BeforeEach
    void bind() {
        front = HttpFront.bind(server.handler(), "127.0.0.1", 0, loops).block(TIMEOUT);
        ClusterAccess access = ClusterAccess.anonymous("http://127.0.0.1:" + front.port());
        client = new Transport(loops, blocking, timer, TransportLimits.DEFAULT).connect("over HTTP", access);
    }

    @AfterEach
    void unbind() {
        Awaitility.await()
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(server.openWatches()).isZero());
        client.dispose();
        front.disposeNow();
        loops.disposeLater(Duration.ZERO, TIMEOUT).block(TIMEOUT);
        blocking.dispose();
        timer.dispose();
    }

    @Override
    protected ClusterClient client() {
        return client;
    }

    @Test
    void indentsForCurl() throws Exception {
        HttpResponse<String> answer = get("/api/v1/namespaces/default", "User-Agent", "curl/8");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\n  \"kind\" : \"Namespace\"").endsWith("\n");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("audit-id")).isPresent();
    }

    @Test
    void compressesLongAnswersForThoseWhoAsk() throws Exception {
        KubeObject big =
                KubeObject.parse(("{\"metadata\":{\"namespace\":\"default\",\"name\":\"big\"},\"data\":{\"k\":\""
                                + "x".repeat(200_000) + "\"}}")
                        .getBytes(StandardCharsets.UTF_8));
        client.create(new ResourceType("", "v1", "configmaps", "ConfigMap", true), big, "test")
                .block(TIMEOUT);

        HttpResponse<String> asked = get("/api/v1/namespaces/default/configmaps/big", "Accept-Encoding", "gzip");
        HttpResponse<String> small = get("/api/v1/namespaces/default", "Accept-Encoding", "gzip");

        assertThat(asked.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(asked.headers().firstValueAsLong("content-length").orElseThrow())
                .isLessThan(20_000);
        assertThat(small.headers().firstValue("content-encoding")).isEmpty();
    }

    @Test
    void saysInPlainTextThatThereIsNoSuchPage() throws Exception {
        HttpResponse<String> answer = get("/apis/nope", "Accept", "application/json");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("404 page not found\n");
    }

    @Test
    void refusesABodyThatIsTooLong() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri("/api/v1/namespaces/default/configmaps"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(3 << 20) + 1]))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("Request entity too large: limit is 3145728");
    }

    private HttpResponse<String> get(String path, String header, String value) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri(path)).header(header, value).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + front.port() + path);
    }
}
