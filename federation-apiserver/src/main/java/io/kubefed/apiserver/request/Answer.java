package io.kubefed.apiserver.request;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;

/** What the server answers: a head, and a body that is there or still to come. */
public sealed interface Answer {

    /** The HTTP status. */
    int status();

    /** The headers in order, Content-Type among them; immutable. */
    List<Map.Entry<String, String>> headers();

    /** The media type of JSON. */
    String JSON = "application/json";

    /**
     * An answer that is all there.
     *
     * @param status the HTTP status
     * @param headers the headers; immutable
     * @param body the bytes, perhaps shared: not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes are encoded once and shared by readers.
    record Whole(int status, List<Map.Entry<String, String>> headers, byte[] body) implements Answer {

        /** Copies the headers. */
        public Whole {
            headers = List.copyOf(headers);
            requireNonNull(body, "body");
        }

        /** The same with one more header. */
        public Whole with(String name, String value) {
            List<Map.Entry<String, String>> more = new ArrayList<>(headers);
            more.add(Map.entry(name, value));
            return new Whole(status, more, body);
        }
    }

    /**
     * An answer that goes on.
     *
     * @param status the HTTP status
     * @param headers the headers; immutable
     * @param body cold; the pieces are read-only and may be kept; cancelling it ends the answer
     */
    record Stream(int status, List<Map.Entry<String, String>> headers, Flux<ByteBuffer> body) implements Answer {

        /** Copies the headers. */
        public Stream {
            headers = List.copyOf(headers);
            requireNonNull(body, "body");
        }
    }

    /** A JSON document. */
    static Whole json(int status, JsonNode tree) {
        return json(status, Json.bytes(tree));
    }

    /** A JSON document that is encoded already. */
    static Whole json(int status, byte[] bytes) {
        return new Whole(status, List.of(Map.entry("Content-Type", JSON)), bytes);
    }

    /** Plain text. */
    static Whole text(int status, String text) {
        return new Whole(
                status,
                List.of(
                        Map.entry("Content-Type", "text/plain; charset=utf-8"),
                        Map.entry("X-Content-Type-Options", "nosniff")),
                text.getBytes(StandardCharsets.UTF_8));
    }
}
