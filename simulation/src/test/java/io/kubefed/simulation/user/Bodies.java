package io.kubefed.simulation.user;

import io.kubefed.simulation.world.Thing;
import io.kubefed.simulation.world.Types;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What users write into objects: every value is new, so that no two edits are the same by chance. */
final class Bodies {

    private int values;

    /** A whole object with these annotations, given as the inside of a JSON object. */
    String whole(Thing thing, String annotations) {
        String namespace =
                thing.key().namespaced() ? ",\"namespace\":\"" + thing.key().namespace() + "\"" : "";
        return "{\"apiVersion\":\"" + thing.type().apiVersion() + "\",\"kind\":\""
                + thing.type().kind()
                + "\",\"metadata\":{\"name\":\"" + thing.key().name() + "\"" + namespace + ",\"annotations\":{"
                + annotations + "}}" + content(thing) + "}";
    }

    private String content(Thing thing) {
        return switch (thing.type().plural()) {
            case "configmaps" -> ",\"data\":{\"a\":\"" + value() + "\",\"b\":\"" + value() + "\"}";
            case "secrets" -> ",\"type\":\"Opaque\",\"data\":{\"a\":\"" + secret() + "\"}";
            case "deployments" ->
                ",\"spec\":{\"replicas\":2,\"selector\":{\"matchLabels\":{\"app\":\"x\"}},\"template\":{\"metadata\":"
                        + "{\"labels\":{\"app\":\"x\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i:"
                        + value() + "\"}]}}}";
            case "widgets" -> ",\"spec\":{\"a\":\"" + value() + "\"}";
            case "customresourcedefinitions" -> DEFINITION;
            default -> "";
        };
    }

    private static final String DEFINITION =
            ",\"spec\":{\"group\":\"example.com\",\"scope\":\"Namespaced\",\"names\":{\"plural\":\"widgets\",\"singular\":"
                    + "\"widget\",\"kind\":\"Widget\",\"listKind\":\"WidgetList\"},\"versions\":[{\"name\":\"v1\",\"served\":true,"
                    + "\"storage\":true,\"schema\":{\"openAPIV3Schema\":{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":"
                    + "\"object\",\"additionalProperties\":{\"type\":\"string\"}}}}}}]}";

    /** A merge patch that gives one field another value, or adds it; fields beginning with {@code x} are no one else's. */
    String edit(Thing thing, String field) {
        return switch (thing.type().plural()) {
            case "secrets" -> "{\"data\":{\"" + field + "\":\"" + secret() + "\"}}";
            case "deployments" -> "{\"spec\":{\"replicas\":" + (3 + ++values % 50) + "}}";
            case "widgets" -> "{\"spec\":{\"" + field + "\":\"" + value() + "\"}}";
            case "configmaps" -> "{\"data\":{\"" + field + "\":\"" + value() + "\"}}";
            default -> "{\"metadata\":{\"labels\":{\"" + field + "\":\"" + value() + "\"}}}";
        };
    }

    /** A merge patch that takes a field out. */
    String removal(Thing thing, String field) {
        return switch (thing.type().plural()) {
            case "secrets", "configmaps" -> "{\"data\":{\"" + field + "\":null}}";
            case "widgets" -> "{\"spec\":{\"" + field + "\":null}}";
            default -> "{\"metadata\":{\"labels\":{\"" + field + "\":null}}}";
        };
    }

    private String value() {
        return "v" + ++values;
    }

    private String secret() {
        return Base64.getEncoder().encodeToString(value().getBytes(StandardCharsets.UTF_8));
    }

    static boolean hasFields(Thing thing) {
        return !thing.type().equals(Types.DEPLOYMENTS);
    }
}
