package io.kubefed.apiserver.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value at a revision: immutable and shared by all readers. */
public final class Stored {

    private static final Set<String> BEFORE_VERSION = Set.of("name", "generateName", "namespace", "selfLink", "uid");

    private final String key;
    private final ObjectNode content;
    private final long revision;
    private final Derived derived = new Derived();
    private volatile @Nullable ObjectNode object;

    /**
     * A value.
     *
     * @param content without {@code metadata.resourceVersion}; not to be changed afterwards
     */
    public Stored(String key, ObjectNode content, long revision) {
        this.key = requireNonNull(key, "key");
        this.content = requireNonNull(content, "content");
        this.revision = revision;
    }

    /** Where it is kept. */
    public String key() {
        return key;
    }

    /** The revision of the write that made it. */
    public long revision() {
        return revision;
    }

    /** The object without its version; not to be changed. */
    public ObjectNode content() {
        return content;
    }

    /** The object with its version; not to be changed. */
    public ObjectNode object() {
        ObjectNode known = object;
        if (known == null) {
            known = withVersion();
            object = known;
        }
        return known;
    }

    /** The same content at another revision: how a removed value is told. */
    public Stored at(long otherRevision) {
        return new Stored(key, content, otherRevision);
    }

    /** Another content at the same revision: the same value if the content is. */
    public Stored with(ObjectNode otherContent) {
        return otherContent == content ? this : new Stored(key, otherContent, revision);
    }

    /** The bytes of one form of this value, made once and shared; not to be changed. */
    public byte[] derived(Object form, Supplier<byte[]> maker) {
        return derived.get(form, maker);
    }

    private ObjectNode withVersion() {
        ObjectNode copy = Json.object();
        copy.setAll(content);
        copy.set("metadata", versioned(content.path("metadata")));
        return copy;
    }

    private ObjectNode versioned(JsonNode metadata) {
        ObjectNode copy = Json.object();
        boolean placed = false;
        for (Iterator<Map.Entry<String, JsonNode>> fields =
                        metadata.properties().iterator();
                fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!placed && !BEFORE_VERSION.contains(field.getKey())) {
                copy.put("resourceVersion", Long.toString(revision));
                placed = true;
            }
            copy.set(field.getKey(), field.getValue());
        }
        if (!placed) {
            copy.put("resourceVersion", Long.toString(revision));
        }
        return copy;
    }

    /** Key and revision; never the content, which may be a secret. */
    @Override
    public String toString() {
        return key + "@" + revision;
    }
}
