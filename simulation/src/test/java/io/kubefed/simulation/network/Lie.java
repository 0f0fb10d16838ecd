package io.kubefed.simulation.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.KubeObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a server with a broken cache makes of a body: an empty list that looks as if it were right. */
abstract class Lie {

    /** What a watch says of a version that was forgotten. */
    static final byte[] GONE =
            ("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
                            + "\"status\":\"Failure\",\"message\":\"too old resource version: 1 (2)\",\"reason\":\"Expired\","
                            + "\"code\":410}}\n")
                    .getBytes(StandardCharsets.UTF_8);

    private static final byte[] NOTHING = {};

    /** The truth. */
    static final Lie NONE = new Lie() {
        @Override
        byte[] tell(byte[] piece) {
            return piece;
        }
    };

    /** The empty list that fits what was asked for. */
    static Lie about(ApiRequest request) {
        if (!request.query().containsKey("watch")) {
            return new EmptyList();
        }
        return request.query().containsKey("sendInitialEvents") ? new NoInitialEvents() : NONE;
    }

    /** Whether a piece holds the bookmark after which nothing is missing. */
    static boolean endsInitialEvents(byte[] piece) {
        return new String(piece, StandardCharsets.UTF_8).contains("k8s.io/initial-events-end");
    }

    /** What becomes of a piece of the body; nothing for what is kept back. */
    abstract byte[] tell(byte[] piece);

    /** What is still to be said at the end of the body. */
    byte[] end() {
        return NOTHING;
    }

    private static final class EmptyList extends Lie {

        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        @Override
        byte[] tell(byte[] piece) {
            body.writeBytes(piece);
            return NOTHING;
        }

        @Override
        byte[] end() {
            ObjectNode list = KubeObject.parse(body.toByteArray()).json();
            list.putArray("items");
            list.withObjectProperty("metadata").remove("continue");
            return new KubeObject(list).toBytes();
        }
    }

    /** Lets through no event before the bookmark that ends the initial ones. */
    private static final class NoInitialEvents extends Lie {

        private final StringBuilder text = new StringBuilder();
        private boolean over;

        @Override
        byte[] tell(byte[] piece) {
            if (over) {
                return piece;
            }
            text.append(new String(piece, StandardCharsets.UTF_8));
            int end = text.indexOf("\n");
            while (end >= 0) {
                String line = text.substring(0, end + 1);
                text.delete(0, end + 1);
                if (isEnd(line)) {
                    over = true;
                    return (line + text).getBytes(StandardCharsets.UTF_8);
                }
                end = text.indexOf("\n");
            }
            return NOTHING;
        }

        private static boolean isEnd(String line) {
            JsonNode event =
                    KubeObject.parse(line.getBytes(StandardCharsets.UTF_8)).json();
            return event.path("object").path("metadata").path("annotations").has("k8s.io/initial-events-end");
        }
    }
}
