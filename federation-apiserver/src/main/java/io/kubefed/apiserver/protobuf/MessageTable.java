package io.kubefed.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The messages of the built-in types by definition, from {@code messages.json}, which {@code build/type-facts} makes. Read when it is needed first. */
final class MessageTable {

    private static final Map<String, Map<Integer, MessageField>> READ = new ConcurrentHashMap<>();

    private MessageTable() {}

    /** Whether there is a message of this name, such as {@code io.k8s.api.core.v1.Pod}. */
    static boolean has(String definition) {
        return Facts.ALL.has(definition);
    }

    /** The fields of a message by number; none if nobody knows it. */
    static Map<Integer, MessageField> fields(String definition) {
        return READ.computeIfAbsent(definition, MessageTable::read);
    }

    private static Map<Integer, MessageField> read(String definition) {
        Map<Integer, MessageField> fields = new HashMap<>();
        for (JsonNode field : Facts.ALL.path(definition)) {
            String name = field.get(1).asText();
            String goName = field.has(3) ? field.get(3).asText() : capital(name);
            fields.put(
                    field.get(0).asInt(),
                    MessageField.of(name, goName, field.get(2).asText()));
        }
        return Map.copyOf(fields);
    }

    private static String capital(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static final class Facts {
        static final JsonNode ALL = read();

        private static JsonNode read() {
            try (InputStream stream = MessageTable.class.getResourceAsStream("messages.json")) {
                if (stream == null) {
                    throw new IllegalStateException("the jar has no messages.json");
                }
                return Json.read(stream.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
