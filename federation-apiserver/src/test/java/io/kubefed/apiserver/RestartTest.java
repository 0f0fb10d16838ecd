package io.kubefed.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.storage.embedded.EmbeddedStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** A server whose store outlives it. */
class RestartTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String DEFINITION =
            "{'metadata':{'name':'things.st.io'},'spec':{'group':'st.io','scope':'Namespaced',"
                    + "'names':{'plural':'things','kind':'Thing'},'versions':[{'name':'v1','served':true,'storage':true,"
                    + "'schema':{'openAPIV3Schema':{'type':'object','properties':{'n':{'type':'integer'}}}}}]}}";
    private static final String THINGS = "/apis/st.io/v1/namespaces/default/things";

    @TempDir
    private Path directory;

    @Test
    void servesTypesAndObjectsThatWereStoredBefore() {
        JsonNode before;
        try (EmbeddedStorage storage = open()) {
            ApiServer server = server(storage);
            post(server, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", DEFINITION);
            before = post(server, THINGS, "{'apiVersion':'st.io/v1','kind':'Thing','metadata':{'name':'x'},'n':7}");
        }

        try (EmbeddedStorage storage = open()) {
            ApiServer server = server(storage);

            assertThat(get(server, THINGS + "/x")).isEqualTo(before);
            assertThat(get(server, THINGS).at("/metadata/resourceVersion"))
                    .isEqualTo(before.at("/metadata/resourceVersion"));
            assertThat(post(server, THINGS, "{'apiVersion':'st.io/v1','kind':'Thing','metadata':{'name':'y'},'n':'no'}")
                            .at("/reason")
                            .asText())
                    .isEqualTo("Invalid");
            JsonNode after =
                    post(server, THINGS, "{'apiVersion':'st.io/v1','kind':'Thing','metadata':{'name':'y'},'n':8}");
            assertThat(version(after)).isEqualTo(version(before) + 1);
        }
    }

    @Test
    void letsAWatcherGoOnFromTheLastVersionAndSendsOthersToTheList() {
        long last;
        try (EmbeddedStorage storage = open()) {
            last = version(post(server(storage), "/api/v1/namespaces/default/configmaps", "{'metadata':{'name':'x'}}"));
        }

        try (EmbeddedStorage storage = open()) {
            ApiServer server = server(storage);
            StepVerifier.create(watch(server, last))
                    .then(() -> post(server, "/api/v1/namespaces/default/configmaps", "{'metadata':{'name':'y'}}"))
                    .assertNext(line ->
                            assertThat(line).startsWith("{\"type\":\"ADDED\"").contains("\"name\":\"y\""))
                    .thenCancel()
                    .verify(TIMEOUT);
            StepVerifier.create(watch(server, last - 1))
                    .assertNext(line ->
                            assertThat(line).startsWith("{\"type\":\"ERROR\"").contains("\"code\":410"))
                    .verifyComplete();
        }
    }

    private EmbeddedStorage open() {
        return EmbeddedStorage.open(directory, 1_000, 1_000, Schedulers.boundedElastic());
    }

    private static ApiServer server(EmbeddedStorage storage) {
        return ApiServer.over("test server", storage, Schedulers.parallel(), new SplittableRandom(1))
                .block(TIMEOUT);
    }

    private static Flux<String> watch(ApiServer server, long after) {
        String uri = "/api/v1/namespaces/default/configmaps?watch=true&resourceVersion=" + after;
        return server.handler()
                .handle(Api.request("GET", uri, "", "", "application/json"))
                .flatMapMany(answer -> ((Answer.Stream) answer).body())
                .map(line -> StandardCharsets.UTF_8.decode(line).toString());
    }

    private static JsonNode get(ApiServer server, String uri) {
        return send(server, "GET", uri, "");
    }

    private static JsonNode post(ApiServer server, String uri, String json) {
        return send(server, "POST", uri, json);
    }

    private static JsonNode send(ApiServer server, String method, String uri, String json) {
        Answer answer = server.handler()
                .handle(Api.request(method, uri, "application/json", json, "application/json"))
                .block(TIMEOUT);
        try {
            return Json.read(((Answer.Whole) answer).body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long version(JsonNode object) {
        return object.at("/metadata/resourceVersion").asLong();
    }
}
