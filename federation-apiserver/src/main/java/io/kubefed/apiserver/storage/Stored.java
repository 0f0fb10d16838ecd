package io.kubefed.apiserver.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value at a revision: immutable and shared by all readers.
 *
 * <p>Design: what is kept is the bytes that most clients want, the object with its version. A tree costs about five times as much, so
 * it is made when somebody asks for it, and stays only as long as somebody holds it or no garbage is collected. Whoever asks while it
 * is there gets the same tree. A value that was never stored, such as the outcome of a dry run, is the other way round: it has a tree,
 * and its bytes are made when they are asked for.
 */
public final class Stored {

    private final String key;
    private final long revision;
    private final @Nullable ObjectNode unencoded;
    private final byte @Nullable [] bytes;
    private final int digitsAt;
    private final Derived derived = new Derived();
    private @Nullable WeakReference<ObjectNode> tree;

    /**
     * A value that is not stored.
     *
     * @param content without {@code metadata.resourceVersion}; not to be changed afterwards
     */
    public Stored(String key, ObjectNode content, long revision) {
        this.key = requireNonNull(key, "key");
        this.revision = revision;
        this.unencoded = requireNonNull(content, "content");
        this.bytes = null;
        this.digitsAt = 0;
    }

    /** A stored value; {@code digitsAt} is where the version stands in its bytes. */
    Stored(String key, long revision, byte[] bytes, int digitsAt, @Nullable ObjectNode content) {
        this.key = requireNonNull(key, "key");
        this.revision = revision;
        this.bytes = bytes;
        this.digitsAt = digitsAt;
        this.unencoded = null;
        this.tree = content == null ? null : new WeakReference<>(content);
    }

    /** Where it is kept. */
    public String key() {
        return key;
    }

    /** The revision of the write that made it. */
    public long revision() {
        return revision;
    }

    /** The object with its version as JSON in UTF-8, on one line; not to be changed. */
    public byte[] bytes() {
        return bytes == null ? Encoded.of(content()).at(key, revision).bytes() : bytes;
    }

    /** The object without its version; not to be changed. Costs decoding if nobody asked lately. */
    public ObjectNode content() {
        return unencoded == null ? decoded() : unencoded;
    }

    // Two callers must not get two trees: "the same tree" means "nothing changed" to a writer.
    private synchronized ObjectNode decoded() {
        ObjectNode known = tree == null ? null : tree.get();
        if (known == null) {
            known = decode(requireNonNull(bytes));
            tree = new WeakReference<>(known);
        }
        return known;
    }

    private ObjectNode decode(byte[] json) {
        try {
            ObjectNode object = (ObjectNode) Json.read(json);
            ((ObjectNode) object.path("metadata")).remove("resourceVersion");
            return object;
        } catch (IOException e) {
            throw new UncheckedIOException("what is stored at " + key + " is no JSON", e);
        }
    }

    /** The object with its version; not to be changed. */
    public ObjectNode object() {
        return Versioned.of(content(), revision);
    }

    /** The same content at another revision: how a removed value is told. */
    public Stored at(long otherRevision) {
        if (unencoded != null) {
            return new Stored(key, unencoded, otherRevision);
        }
        byte[] now = bytes();
        byte[] digits = Long.toString(otherRevision).getBytes(StandardCharsets.US_ASCII);
        int behind = digitsAt + Long.toString(revision).length();
        byte[] then = new byte[digitsAt + digits.length + now.length - behind];
        System.arraycopy(now, 0, then, 0, digitsAt);
        System.arraycopy(digits, 0, then, digitsAt, digits.length);
        System.arraycopy(now, behind, then, digitsAt + digits.length, now.length - behind);
        return new Stored(key, otherRevision, then, digitsAt, null);
    }

    /** Another content at the same revision: the same value if the content is. */
    public Stored with(ObjectNode otherContent) {
        return otherContent == content() ? this : new Stored(key, otherContent, revision);
    }

    /** The bytes of one form of this value, shared by those who want them at about the same time; not to be changed. */
    public byte[] derived(Object form, Supplier<byte[]> maker) {
        return derived.get(form, maker);
    }

    /** Key and revision; never the content, which may be a secret. */
    @Override
    public String toString() {
        return key + "@" + revision;
    }
}
