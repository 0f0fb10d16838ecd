package io.kubefed.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Request;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A server in virtual time, and requests to it in short: JSON may have single quotes. */
final class Api {

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final ApiServer server;

    Api() {
        this(ApiServerSettings.DEFAULT);
    }

    Api(ApiServerSettings settings) {
        server = Servers.server(settings, time);
    }

    record Reply(int status, JsonNode body, List<Map.Entry<String, String>> headers) {

        String message() {
            return Json.text(body, "message");
        }

        String reason() {
            return Json.text(body, "reason");
        }

        JsonNode at(String pointer) {
            return body.at(pointer);
        }

        String version() {
            return body.at("/metadata/resourceVersion").asText();
        }

        List<String> names() {
            List<String> names = new ArrayList<>();
            body.path("items").forEach(item -> names.add(Json.text(item, "metadata", "name")));
            return names;
        }

        List<String> warnings() {
            return headers.stream()
                    .filter(header -> header.getKey().equals("Warning"))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    Reply get(String uri) {
        return send("GET", uri, "", "");
    }

    Reply post(String uri, String json) {
        return send("POST", uri, "application/json", json);
    }

    Reply put(String uri, String json) {
        return send("PUT", uri, "application/json", json);
    }

    Reply merge(String uri, String json) {
        return send("PATCH", uri, "application/merge-patch+json", json);
    }

    Reply apply(String uri, String json) {
        return send("PATCH", uri, "application/apply-patch+yaml", json);
    }

    Reply delete(String uri, String json) {
        return send("DELETE", uri, json.isEmpty() ? "" : "application/json", json);
    }

    /** Creates a ConfigMap in namespace default. */
    Reply configMap(String name) {
        return post("/api/v1/namespaces/default/configmaps", "{'metadata':{'name':'" + name + "'}}");
    }

    /** Sends a body in protobuf. */
    Reply protobuf(String method, String uri, byte[] body) {
        return reply(request(method, uri, "application/vnd.kubernetes.protobuf", body, "application/json"));
    }

    Reply send(String method, String uri, String contentType, String body) {
        return reply(request(method, uri, contentType, body, "application/json"));
    }

    Reply getAs(String accept, String uri) {
        return reply(request("GET", uri, "", "", accept));
    }

    private Reply reply(Request request) {
        Reply[] reply = new Reply[1];
        server.handler().handle(request).subscribe(answer -> reply[0] = read((Answer.Whole) answer));
        if (reply[0] == null) {
            // It waits for a version that has not come.
            time.advanceTimeBy(Duration.ofSeconds(3));
        }
        return reply[0];
    }

    private static Reply read(Answer.Whole answer) {
        try {
            boolean json = new String(answer.body(), StandardCharsets.UTF_8).startsWith("{");
            return new Reply(
                    answer.status(), json ? Json.read(answer.body()) : MissingNode.getInstance(), answer.headers());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Request request(String method, String uri, String contentType, String body, String accept) {
        return request(method, uri, contentType, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), accept);
    }

    private static Request request(String method, String uri, String contentType, byte[] body, String accept) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        return new Request(method, decoder.path(), decoder.parameters(), accept, contentType, "tester/1", body);
    }

    /** A watch, whose events pile up. */
    final class Watch implements AutoCloseable {
        final List<JsonNode> events = new ArrayList<>();
        boolean ended;
        private final Disposable subscription;

        Watch(String uri) {
            this(uri, "application/json");
        }

        Watch(String uri, String accept) {
            Request request = request("GET", uri, "", "", accept);
            subscription = server.handler()
                    .handle(request)
                    .flatMapMany(answer -> ((Answer.Stream) answer).body())
                    .subscribe(this::take, error -> {}, () -> ended = true);
        }

        private void take(ByteBuffer line) {
            try {
                events.add(
                        Json.read(StandardCharsets.UTF_8.decode(line).toString().getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** {@code ADDED a}, {@code BOOKMARK}. */
        List<String> told() {
            return events.stream()
                    .map(event -> (Json.text(event, "type") + " "
                                    + event.at("/object/metadata/name").asText())
                            .strip())
                    .toList();
        }

        @Override
        public void close() {
            subscription.dispose();
        }
    }
}
