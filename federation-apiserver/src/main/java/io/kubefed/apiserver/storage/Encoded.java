package io.kubefed.apiserver.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object as JSON bytes, before its revision is known, and the place in them where the revision belongs.
 *
 * <p>A backend encodes on the thread of the caller, while others write; once the revision is known the bytes need only be joined
 * around it.
 */
public final class Encoded {

    /** What stands before the version in the metadata of an object. */
    static final Set<String> BEFORE_VERSION = Set.of("name", "generateName", "namespace", "selfLink", "uid");

    private static final String NAME = "\"resourceVersion\":\"";

    private final byte[] json;
    private final int at;
    private final boolean first;
    private final boolean last;
    private final @Nullable ObjectNode content;

    private Encoded(byte[] json, int at, boolean first, boolean last, @Nullable ObjectNode content) {
        this.json = json;
        this.at = at;
        this.first = first;
        this.last = last;
        this.content = content;
    }

    /**
     * Encodes an object.
     *
     * @param content without {@code metadata.resourceVersion}; not to be changed afterwards
     */
    public static Encoded of(ObjectNode content) {
        ObjectNode whole = content;
        if (!(content.get("metadata") instanceof ObjectNode)) {
            whole = Json.object();
            whole.setAll(content);
            whole.putObject("metadata");
        }
        try {
            return scan(Json.bytes(whole), whole);
        } catch (IOException e) {
            throw new IllegalStateException("a JSON tree always reads back", e);
        }
    }

    /**
     * Takes an encoded object.
     *
     * @param json not to be changed afterwards
     * @throws IOException if it is no JSON object with metadata that have no version; what is behind the place of the version is not
     *     looked at
     */
    public static Encoded read(byte[] json) throws IOException {
        return scan(requireNonNull(json, "json"), null);
    }

    private static Encoded scan(byte[] json, @Nullable ObjectNode content) throws IOException {
        try (JsonParser parser = Json.parser(json)) {
            enterMetadata(parser);
            boolean first = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME && BEFORE_VERSION.contains(parser.currentName())) {
                first = false;
                parser.nextToken();
                parser.skipChildren();
            }
            boolean last = parser.currentToken() == JsonToken.END_OBJECT;
            if (!last && "resourceVersion".equals(parser.currentName())) {
                throw new JsonParseException(parser, "the object has a version already");
            }
            int at = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
            return new Encoded(json, at, first, last, content);
        }
    }

    /** Reads up to the opening brace of the metadata. */
    private static void enterMetadata(JsonParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean metadata = parser.currentName().equals("metadata");
                JsonToken value = parser.nextToken();
                if (metadata && value == JsonToken.START_OBJECT) {
                    return;
                }
                parser.skipChildren();
            }
        }
        throw new JsonParseException(parser, "no JSON object with metadata");
    }

    /** The bytes without the version; not to be changed. */
    public byte[] json() {
        return json;
    }

    /** The value that this is at a revision. */
    public Stored at(String key, long revision) {
        byte[] version = version(revision);
        byte[] bytes = new byte[json.length + version.length];
        System.arraycopy(json, 0, bytes, 0, at);
        System.arraycopy(version, 0, bytes, at, version.length);
        System.arraycopy(json, at, bytes, at + version.length, json.length - at);
        return new Stored(key, revision, bytes, digitsAt(), content);
    }

    private byte[] version(long revision) {
        String member = NAME + revision + '"';
        return (last ? first ? member : ',' + member : member + ',').getBytes(StandardCharsets.US_ASCII);
    }

    private int digitsAt() {
        return at + NAME.length() + (last && !first ? 1 : 0);
    }
}
