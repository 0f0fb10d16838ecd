package io.kubefed.apiserver.write;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.protobuf.MalformedProtobufException;
import io.kubefed.apiserver.protobuf.ProtobufBody;
import io.kubefed.apiserver.request.MediaRange;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.scale.Scale;
import io.kubefed.core.model.ResourceType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of writes. */
public final class Bodies {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int SHOWN_BYTES = 30;
    private static final String FORMATS =
            "the body of the request was in an unknown format - accepted media types include: application/json,"
                    + " application/yaml";
    private static final String SCALE = "io.k8s.api.autoscaling.v1.Scale";

    private Bodies() {}

    /**
     * The object in a body, with {@code kind} and {@code apiVersion} as the path says if it has none.
     *
     * @throws Refusal if it cannot be read or is of another type
     */
    public static ObjectNode object(Request request, Target target) {
        boolean scale = target.subresource().equals("scale");
        return object(
                request,
                bodyType(target),
                scale ? SCALE : target.resource().schema().definition());
    }

    /** The type of the bodies of an endpoint. */
    static ResourceType bodyType(Target target) {
        return target.subresource().equals("scale")
                ? Scale.TYPE
                : target.resource().type();
    }

    /**
     * The object in a body in JSON, YAML or protobuf, with {@code kind} and {@code apiVersion} of {@code type} if it has none.
     *
     * @param definition what such objects are called in protobuf, for example {@code io.k8s.api.core.v1.Binding}; empty if there are none
     * @throws Refusal if it cannot be read or is of another type
     */
    public static ObjectNode object(Request request, ResourceType type, String definition) {
        JsonNode tree = read(request, type, definition);
        ObjectNode object = tree.isNull() ? Json.object() : (ObjectNode) tree;
        checkType(object, type);
        return object;
    }

    private static JsonNode read(Request request, ResourceType type, String definition) {
        String mediaType = MediaRange.parse(request.contentType()).type();
        String kind = type.kind();
        byte[] body = request.body();
        boolean protobuf = ProtobufBody.knows(definition);
        JsonNode tree = switch (mediaType) {
            case "", "application/json" -> json(body, kind);
            case "application/yaml" -> yaml(body, kind);
            case ProtobufBody.MEDIA_TYPE -> {
                if (!protobuf) {
                    throw Refusal.unsupportedMediaType(FORMATS);
                }
                yield protobuf(body, type, definition);
            }
            default ->
                throw Refusal.unsupportedMediaType(protobuf ? FORMATS + ", " + ProtobufBody.MEDIA_TYPE : FORMATS);
        };
        if (tree == null || tree.isMissingNode() || !(tree.isObject() || tree.isNull())) {
            throw unrecognized(
                    body,
                    kind,
                    "json parse error: json: cannot unmarshal " + goType(tree) + " into Go value of type struct");
        }
        return tree;
    }

    private static ObjectNode protobuf(byte[] body, ResourceType type, String definition) {
        ProtobufBody opened;
        try {
            opened = ProtobufBody.open(body);
        } catch (MalformedProtobufException e) {
            throw Refusal.badRequest("the object provided is unrecognized (must be of type " + type.kind() + "): "
                    + e.getMessage() + " (" + start(body) + ")");
        }
        ObjectNode envelope = Json.object().put("kind", opened.kind()).put("apiVersion", opened.apiVersion());
        checkType(envelope, type);
        try {
            return envelope.setAll(opened.object(definition));
        } catch (MalformedProtobufException e) {
            throw Refusal.badRequest(type.kind() + " in version \"" + type.version() + "\" cannot be handled as a "
                    + type.kind() + ": " + e.getMessage());
        }
    }

    /** The first bytes: text as it is, all else in hex. */
    private static String start(byte[] body) {
        int shown = Math.min(SHOWN_BYTES, body.length);
        for (int i = 0; i < shown; i++) {
            if (body[i] < ' ' && body[i] != '\n' && body[i] != '\t') {
                return HexFormat.of().formatHex(body, 0, shown);
            }
        }
        return shown == 0 ? "<empty>" : new String(body, 0, shown, StandardCharsets.UTF_8);
    }

    /** A tree of YAML, of which JSON is a part. */
    static ObjectNode applied(Request request, ResourceType type) {
        byte[] body = request.body();
        JsonNode tree = yaml(body, type.kind());
        if (!(tree instanceof ObjectNode object)) {
            throw Refusal.badRequest("error decoding YAML: json: cannot unmarshal " + goType(tree)
                    + " into Go value of type map[string]interface {}");
        }
        return object;
    }

    private static @Nullable JsonNode json(byte[] body, String kind) {
        if (body.length == 0) {
            throw unrecognized(body, kind, "json parse error: unexpected end of JSON input");
        }
        try {
            return Json.read(body);
        } catch (IOException e) {
            throw unrecognized(body, kind, "json parse error: " + words(e));
        }
    }

    private static @Nullable JsonNode yaml(byte[] body, String kind) {
        try {
            return startsLikeJson(body) ? Json.read(body) : YAML.readTree(body);
        } catch (IOException e) {
            throw unrecognized(body, kind, "yaml: " + words(e));
        }
    }

    private static boolean startsLikeJson(byte[] body) {
        for (byte b : body) {
            if (b > ' ') {
                return b == '{';
            }
        }
        return false;
    }

    /** What is wrong with JSON. */
    static String words(IOException e) {
        String words = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.getMessage();
        String first = String.valueOf(words).split("\n", 2)[0];
        return first.startsWith("Unexpected end-of-input") ? "unexpected end of JSON input" : first;
    }

    private static Refusal unrecognized(byte[] body, String kind, String why) {
        String start = new String(body, 0, Math.min(SHOWN_BYTES, body.length), StandardCharsets.UTF_8);
        return Refusal.badRequest("the object provided is unrecognized (must be of type " + kind
                + "): couldn't get version/kind; " + why + " (" + (body.length == 0 ? "<empty>" : start) + ")");
    }

    /** A value as messages show it. */
    static String shown(JsonNode value) {
        return value.toString();
    }

    static String goType(@Nullable JsonNode tree) {
        if (tree == null) {
            return "nothing";
        }
        return switch (tree.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case STRING -> "string";
            case OBJECT -> "object";
            default -> "null";
        };
    }

    /** What kube-apiserver calls its own form of a group. */
    private static String inner(ResourceType type) {
        return type.group().isEmpty() ? "core" : type.group().split("\\.", 2)[0];
    }

    private static void checkType(ObjectNode object, ResourceType type) {
        String apiVersion = object.path("apiVersion").asText("");
        String kind = object.path("kind").asText("");
        if (!apiVersion.isEmpty() && !apiVersion.equals(type.apiVersion())) {
            String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
            if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
                throw Refusal.badRequest("the object provided is unrecognized (must be of type " + type.kind()
                        + "): couldn't get version/kind; unexpected GroupVersion string: " + apiVersion);
            }
            throw Refusal.badRequest(
                    group.equals(type.group())
                            ? "the API version in the data (" + apiVersion
                                    + ") does not match the expected API version (" + type.apiVersion() + ")"
                            : kind + " in version \"" + type.version() + "\" cannot be handled as a " + type.kind()
                                    + ": no kind \"" + kind + "\" is registered for version \"" + apiVersion + "\"");
        }
        if (!kind.isEmpty() && !kind.equals(type.kind())) {
            throw Refusal.badRequest(kind + " in version \"" + type.version() + "\" cannot be handled as a "
                    + type.kind() + ": converting (v1." + kind + ") to (" + inner(type) + "." + type.kind()
                    + "): unknown conversion");
        }
        object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
    }
}
