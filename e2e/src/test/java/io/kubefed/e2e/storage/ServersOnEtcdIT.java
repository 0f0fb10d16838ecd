package io.kubefed.e2e.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.storage.etcd.EtcdStorage;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.testkit.real.RealEtcd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/** Two API servers on one etcd, as behind a load balancer. */
class ServersOnEtcdIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String CONFIG_MAPS = "/api/v1/namespaces/shop/configmaps";
    private static final String THINGS = "/apis/st.io/v1/namespaces/shop/things";
    private static final String DEFINITION = """
            {"metadata": {"name": "things.st.io"}, "spec": {"group": "st.io", "scope": "Namespaced",
             "names": {"plural": "things", "kind": "Thing"}, "versions": [{"name": "v1", "served": true, "storage": true,
             "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
            """;

    @TempDir
    private Path directory;

    private final Disposable.Composite running = Disposables.composite();
    private RealEtcd etcd;
    private ApiServer one;
    private ApiServer other;

    @BeforeEach
    void start() {
        etcd = new RealEtcd(directory);
        one = server();
        other = server();
    }

    private ApiServer server() {
        EtcdStorage storage = Etcds.open(etcd, "/federation", 10_000);
        ApiServer server = ApiServer.over(
                        "server", storage, Schedulers.parallel(), new SplittableRandom(running.size()))
                .block(TIMEOUT);
        running.add(server.run().subscribe());
        running.add(storage::close);
        return server;
    }

    @AfterEach
    void stop() {
        running.dispose();
        etcd.stop();
    }

    @Test
    void serveOneApi() {
        send(one, Method.POST, "/api/v1/namespaces", "{\"metadata\":{\"name\":\"shop\"}}");
        for (int i = 0; i < 50; i++) {
            // What one has acknowledged, the other must know at once.
            send(i % 2 == 0 ? one : other, Method.POST, CONFIG_MAPS, "{\"metadata\":{\"name\":\"c-" + i + "\"}}");
            assertThat(send(i % 2 == 0 ? other : one, Method.GET, CONFIG_MAPS + "/c-" + i, ""))
                    .contains("\"name\":\"c-" + i + "\"");
        }

        send(one, Method.POST, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", DEFINITION);
        Awaitility.await()
                .atMost(TIMEOUT)
                .ignoreExceptions()
                .until(() -> send(other, Method.GET, THINGS, "").contains("ThingList"));
        send(other, Method.POST, THINGS, """
                {"apiVersion": "st.io/v1", "kind": "Thing", "metadata": {"name": "x"}}""");
        assertThat(send(one, Method.GET, THINGS + "/x", "")).contains("\"kind\":\"Thing\"");

        send(other, Method.DELETE, "/api/v1/namespaces/shop", "");
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> !send(one, Method.GET, "/api/v1/namespaces", "").contains("\"name\":\"shop\""));
        assertThat(send(other, Method.GET, "/api/v1/configmaps", "")).contains("\"items\":[]");
    }

    private static String send(ApiServer server, Method method, String path, String json) {
        ApiRequest request = ApiRequest.of(method, path, ApiRequest.JSON, json.getBytes(StandardCharsets.UTF_8));
        ApiResponse response = server.client().send(request).block(TIMEOUT);
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
