package io.kubefed.e2e.differential;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One of the two servers in one scenario: the names that it gave to things. */
final class Side {

    private static final long WAIT_NANOS = 10_000_000_000L;

    private final Endpoint endpoint;
    private final Map<String, String> names = new HashMap<>();

    Side(Endpoint endpoint, String namespace) {
        this.endpoint = endpoint;
        names.put("ns", namespace);
        byte[] body = ("{\"metadata\":{\"name\":\"" + namespace + "\"}}").getBytes(StandardCharsets.UTF_8);
        endpoint.send(new Call("POST", "/api/v1/namespaces", "application/json", "", body));
    }

    Reply send(Step step, int number) {
        Reply reply = endpoint.send(step.call(names));
        JsonNode metadata = reply.tree().path("metadata");
        names.put("rv" + number, metadata.path("resourceVersion").asText(""));
        names.put("uid" + number, metadata.path("uid").asText(""));
        names.put("continue" + number, metadata.path("continue").asText(""));
        return reply;
    }

    /** Asks until the answer is 200. */
    void await(Step step) {
        Call call = step.call(names);
        Call get = new Call("GET", call.path(), "", "", call.body());
        long start = System.nanoTime();
        while (endpoint.send(get).status() != 200) {
            if (System.nanoTime() - start > WAIT_NANOS) {
                throw new AssertionError("not there: " + call);
            }
        }
    }
}
