package io.kubefed.core.client.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.model.ResourceType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DiscoveryTest {

    private static final ResourceType DEPLOYMENTS = new ResourceType("apps", "v1", "deployments", "Deployment", true);
    private static final String CORE = """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[
              {"resource":"pods","responseKind":{"kind":"Pod"},"scope":"Namespaced","singularResource":"pod",
               "verbs":["get","list","watch"],"shortNames":["po"],
               "subresources":[{"subresource":"status","responseKind":{"kind":"Pod"},"verbs":["get","patch"]}]},
              {"resource":"namespaces","responseKind":{"kind":"Namespace"},"scope":"Cluster","verbs":["get"]}]}]}]}""";
    private static final String GROUPS = """
            {"kind":"APIGroupDiscoveryList","items":[
              {"metadata":{"name":"apps"},"versions":[
                {"version":"v1","freshness":"Current","resources":[{"resource":"deployments","responseKind":{"kind":"Deployment"},
                  "scope":"Namespaced","singularResource":"deployment","verbs":["get","list","watch"],"shortNames":["deploy"]}]},
                {"version":"v1beta1","resources":[{"resource":"deployments","responseKind":{"kind":"Deployment"},"scope":"Namespaced","verbs":["get"]}]}]},
              {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale","resources":[]}]}]}""";

    private final Documents documents = new Documents();

    @Test
    void readsAggregatedDiscoveryInTwoRequests() {
        documents.put("/api", CORE);
        documents.put("/apis", GROUPS);

        ServedTypes types = discover();

        assertThat(documents.asked).containsExactly("/api", "/apis");
        assertThat(types.all())
                .extracting(served -> served.type().toString())
                .containsExactly("v1 pods", "v1 namespaces", "apps/v1 deployments", "apps/v1beta1 deployments");
        ServedType pods = types.find("v1", "Pod").orElseThrow();
        assertThat(pods.watchable()).isTrue();
        assertThat(pods.subresources()).isEqualTo(Map.of("status", Set.of("get", "patch")));
        assertThat(types.find("v1", "Namespace").orElseThrow().type().namespaced())
                .isFalse();
    }

    @Test
    void findsTypesByTheNamesThatPeopleUse() {
        documents.put("/api", CORE);
        documents.put("/apis", GROUPS);
        ServedTypes types = discover();

        for (String name : List.of(
                "deployments.apps",
                "deployment",
                "deploy",
                "deployments",
                "deploy.apps",
                "deployment.v1.apps",
                "Deployment")) {
            assertThat(types.findByName(name).orElseThrow().type()).as(name).isEqualTo(DEPLOYMENTS);
        }
        assertThat(types.findByName("deployments.v1beta1.apps")
                        .orElseThrow()
                        .type()
                        .version())
                .isEqualTo("v1beta1");
        assertThat(types.findByName("po").orElseThrow().type().plural()).isEqualTo("pods");
        assertThat(types.findByName("deploy.batch")).isEmpty();
        assertThat(types.find("deployments")).isEmpty();
        assertThat(types.preferred())
                .extracting(served -> served.type().toString())
                .containsExactly("v1 pods", "v1 namespaces", "apps/v1 deployments");
    }

    @Test
    void namesAGroupWhoseServerIsDown() {
        documents.put("/api", CORE);
        documents.put("/apis", GROUPS);

        assertThat(discover().gaps()).containsOnlyKeys("metrics.k8s.io/v1beta1");
    }

    @Test
    void readsTheOldDocumentsOfAnOldServer() {
        documents.put("/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
        documents.put("/apis", """
                {"kind":"APIGroupList","groups":[
                  {"name":"metrics.k8s.io","versions":[{"version":"v1beta1"}],"preferredVersion":{"version":"v1beta1"}},
                  {"name":"apps","versions":[{"version":"v1beta1"},{"version":"v1"}],"preferredVersion":{"version":"v1"}}]}""");
        documents.put("/api/v1", """
                {"kind":"APIResourceList","resources":[
                  {"name":"pods","kind":"Pod","namespaced":true,"singularName":"pod","verbs":["list","watch"],"shortNames":["po"]},
                  {"name":"pods/status","kind":"Pod","namespaced":true,"verbs":["get"]}]}""");
        documents.put(
                "/apis/apps/v1",
                "{\"resources\":[{\"name\":\"deployments\",\"kind\":\"Deployment\",\"namespaced\":true,\"verbs\":[\"get\"]}]}");
        documents.put(
                "/apis/apps/v1beta1",
                "{\"resources\":[{\"name\":\"deployments\",\"kind\":\"Deployment\",\"namespaced\":true,\"verbs\":[\"get\"]}]}");

        ServedTypes types = discover();

        assertThat(types.all())
                .extracting(served -> served.type().toString())
                .containsExactly("v1 pods", "apps/v1beta1 deployments", "apps/v1 deployments");
        assertThat(types.find("deployments.apps").orElseThrow().type()).isEqualTo(DEPLOYMENTS);
        assertThat(types.find("pods").orElseThrow().hasSubresource("status")).isTrue();
        assertThat(types.gaps()).containsOnlyKeys("metrics.k8s.io/v1beta1");
    }

    @Test
    void failsWhenTheServerDoesNotAnswerAtAll() {
        assertThat(catchThrowable(this::discover)).isInstanceOf(TransientException.class);
    }

    private ServedTypes discover() {
        return new Discovery(documents).types().block(Duration.ofSeconds(10));
    }

    /** A cluster that serves these documents, and 503 for the rest, as for an aggregated API server that is down. */
    private static final class Documents implements ClusterClient {

        private final Map<String, String> byPath = new HashMap<>();
        private final List<String> asked = new ArrayList<>();

        void put(String path, String json) {
            byPath.put(path, json);
        }

        @Override
        public String name() {
            return "member east-1";
        }

        @Override
        public Mono<ApiResponse> send(ApiRequest request) {
            return Mono.defer(() -> {
                asked.add(request.path());
                String json = byPath.get(request.path());
                return json == null
                        ? Mono.error(new TransientException("503", ApiStatus.of(503, "ServiceUnavailable", ""), null))
                        : Mono.just(new ApiResponse(200, List.of(), json.getBytes(StandardCharsets.UTF_8)));
            });
        }

        @Override
        public Flux<ByteBuffer> stream(ApiRequest request) {
            return Flux.error(new PermanentException("no streams here"));
        }
    }
}
