package io.kubefed.informers.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.client.StatusBody;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.TransientException;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a watch as it streams: one JSON document per line.
 *
 * <p>Every document is handed to the listener before {@link #feed} returns. Not thread-safe; one per connection.
 */
public final class WatchDecoder {

    private static final byte[] TYPE = "type".getBytes(UTF_8);
    private static final byte[] OBJECT = "object".getBytes(UTF_8);
    private static final byte[] METADATA = "metadata".getBytes(UTF_8);
    private static final byte[] VERSION = "resourceVersion".getBytes(UTF_8);
    private static final byte[] ANNOTATIONS = "annotations".getBytes(UTF_8);
    private static final byte[] INITIAL_END = "k8s.io/initial-events-end".getBytes(UTF_8);

    private final Projection projection;
    private final KeyTable keys;
    private final Known known;
    private final WatchListener listener;
    private final Pieces pieces = new Pieces();
    private int scanned;

    /** A decoder at the beginning of a stream, which knows nothing of the objects. */
    public WatchDecoder(Projection projection, KeyTable keys, WatchListener listener) {
        this(projection, keys, Known.NOTHING, listener);
    }

    /** A decoder at the beginning of a stream. */
    public WatchDecoder(Projection projection, KeyTable keys, Known known, WatchListener listener) {
        this.projection = projection;
        this.keys = keys;
        this.known = known;
        this.listener = listener;
    }

    /**
     * Takes the next bytes.
     *
     * @param piece any number of bytes, cut anywhere; copied
     * @throws TransientException if a document is none that a watch sends
     */
    public void feed(ByteBuffer piece) {
        int before = pieces.from;
        pieces.add(piece);
        // The bytes may have moved to the front to make room.
        int at = scanned - before + pieces.from;
        for (int end = pieces.lineEnd(at); end < pieces.to; end = pieces.lineEnd(at)) {
            document(pieces.from, end);
            at = end + 1;
            pieces.consume(at);
            if (pieces.isEmpty()) {
                break;
            }
        }
        scanned = pieces.to;
        rejectText();
    }

    /** A page of HTML may have no line end, and its connection no end. */
    private void rejectText() {
        for (int i = pieces.from; i < pieces.to; i++) {
            if (pieces.bytes[i] == '{') {
                return;
            }
            if (pieces.bytes[i] > ' ' || pieces.bytes[i] < 0) {
                throw new TransientException("the server sends something that is no watch", null);
            }
        }
    }

    /**
     * The stream ended.
     *
     * @throws TransientException if it ended inside a document
     */
    public void end() {
        if (!pieces.isEmpty()) {
            document(pieces.from, pieces.to);
            pieces.consume(pieces.to);
        }
    }

    private void document(int from, int to) {
        if (isBlank(from, to)) {
            return;
        }
        JsonCursor cursor = new JsonCursor(pieces.bytes, from, to);
        String type = "";
        int objectFrom = -1;
        int objectTo = -1;
        @Nullable Entry entry = null;
        cursor.enterObject();
        for (boolean first = true; cursor.nextField(first); first = false) {
            if (cursor.nameIs(TYPE)) {
                type = cursor.string();
            } else if (cursor.nameIs(OBJECT)) {
                objectFrom = cursor.position();
                entry = read(type, cursor);
                objectTo = cursor.position();
            } else {
                cursor.skip();
            }
        }
        cursor.requireEnd();
        if (objectFrom < 0) {
            throw new TransientException("the server sends something that is no watch event", null);
        }
        event(type, entry, objectFrom, objectTo);
    }

    /** The object, at once if its type is known to be that of a change, as it is where servers write it first. */
    private @Nullable Entry read(String type, JsonCursor cursor) {
        if (isChange(type)) {
            return EntryDecoder.decode(cursor, pieces.bytes, projection, keys, known);
        }
        cursor.skip();
        return null;
    }

    private static boolean isChange(String type) {
        return type.equals("MODIFIED") || type.equals("ADDED") || type.equals("DELETED");
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (pieces.bytes[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    private void event(String type, @Nullable Entry entry, int from, int to) {
        switch (type) {
            case "ADDED", "MODIFIED" -> listener.saved(entry == null ? entry(from, to) : entry);
            case "DELETED" -> listener.deleted(entry == null ? entry(from, to) : entry);
            case "BOOKMARK" -> bookmark(from, to);
            case "ERROR" -> listener.error(status(Arrays.copyOfRange(pieces.bytes, from, to)));
            default -> throw new TransientException("the server sends a watch event of type \"" + type + "\"", null);
        }
    }

    private static ApiStatus status(byte[] object) {
        return StatusBody.parse(KubeObject.parse(object).json().path("code").asInt(0), object, null);
    }

    private Entry entry(int from, int to) {
        return EntryDecoder.decode(pieces.bytes, from, to, projection, keys, known);
    }

    private void bookmark(int from, int to) {
        JsonCursor cursor = new JsonCursor(pieces.bytes, from, to);
        String version = "";
        boolean initialEnd = false;
        cursor.enterObject();
        for (boolean first = true; cursor.nextField(first); first = false) {
            if (!cursor.nameIs(METADATA) || cursor.peek() != '{') {
                cursor.skip();
                continue;
            }
            cursor.enterObject();
            for (boolean head = true; cursor.nextField(head); head = false) {
                if (cursor.nameIs(VERSION)) {
                    version = cursor.string();
                } else if (cursor.nameIs(ANNOTATIONS)) {
                    initialEnd = marksInitialEnd(cursor);
                } else {
                    cursor.skip();
                }
            }
        }
        listener.bookmark(version, initialEnd);
    }

    private static boolean marksInitialEnd(JsonCursor cursor) {
        boolean marked = false;
        if (cursor.peek() != '{') {
            cursor.skip();
            return false;
        }
        cursor.enterObject();
        for (boolean first = true; cursor.nextField(first); first = false) {
            if (cursor.nameIs(INITIAL_END)) {
                marked = cursor.string().equals("true");
            } else {
                cursor.skip();
            }
        }
        return marked;
    }
}
