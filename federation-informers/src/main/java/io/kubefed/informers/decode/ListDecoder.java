package io.kubefed.informers.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubefed.core.error.TransientException;
import io.kubefed.informers.store.Projection;
import java.nio.ByteBuffer;

/**
 * Reads a list as it streams: hands out each item when its last byte is there, and never holds more than one.
 *
 * <p>Design note: an automaton of quotes, escapes and depth finds where the items of the top-level {@code items} begin and end, and
 * where the list's {@code metadata} does; what lies between is forgotten as it passes. The order of the fields does not matter.
 * Not thread-safe; one per page.
 */
public final class ListDecoder {

    private static final byte[] ITEMS = "items".getBytes(UTF_8);
    private static final byte[] METADATA = "metadata".getBytes(UTF_8);
    private static final byte[] VERSION = "resourceVersion".getBytes(UTF_8);
    private static final byte[] CONTINUE = "continue".getBytes(UTF_8);
    private static final int MOST_NAME = 64;

    private final Projection projection;
    private final KeyTable keys;
    private final Known known;
    private final ListListener listener;
    private final Pieces pieces = new Pieces();

    private int scanned;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean nameNext;
    private final byte[] name = new byte[MOST_NAME];
    private int nameLength = -1;
    private boolean inItems;
    private boolean inMetadata;
    private int capture = -1;
    private boolean sawItems;
    private boolean over;
    private String version = "";
    private String token = "";

    /** A decoder at the beginning of a page, which knows nothing of the objects. */
    public ListDecoder(Projection projection, KeyTable keys, ListListener listener) {
        this(projection, keys, Known.NOTHING, listener);
    }

    /** A decoder at the beginning of a page. */
    public ListDecoder(Projection projection, KeyTable keys, Known known, ListListener listener) {
        this.projection = projection;
        this.keys = keys;
        this.known = known;
        this.listener = listener;
    }

    /**
     * Takes the next bytes.
     *
     * @param piece any number of bytes, cut anywhere; copied
     * @throws TransientException if they are no list
     */
    public void feed(ByteBuffer piece) {
        int before = pieces.from;
        pieces.add(piece);
        int moved = pieces.from - before;
        scanned += moved;
        if (capture >= 0) {
            capture += moved;
        }
        byte[] bytes = pieces.bytes;
        int to = pieces.to;
        int at = scanned;
        while (at < to) {
            if (inString && !escaped && !nameNext) {
                at = JsonCursor.plainEnd(bytes, at, to);
                if (at >= to) {
                    break;
                }
            }
            byte b = bytes[at++];
            if (inString) {
                inString(b);
            } else if (b > ' ') {
                structure(b, at);
            }
        }
        scanned = at;
        pieces.consume(capture >= 0 ? capture : at);
        if (capture < 0) {
            scanned = pieces.from;
        }
    }

    private void inString(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inString = false;
            return;
        }
        if (nameLength >= 0 && nameNext) {
            if (nameLength < MOST_NAME) {
                name[nameLength] = b;
            }
            nameLength++;
        }
    }

    /** @param next the position behind {@code b} */
    private void structure(byte b, int next) {
        if (over || (depth == 0 && b != '{' && b != (byte) 0xEF && b != (byte) 0xBB && b != (byte) 0xBF)) {
            throw new TransientException("the server sends something that is no list", null);
        }
        switch (b) {
            case '"' -> {
                inString = true;
                if (depth == 1 && nameNext) {
                    nameLength = 0;
                }
            }
            case '{' -> open(next - 1, true);
            case '[' -> open(next - 1, false);
            case '}', ']' -> close(next);
            case ':' -> {
                if (depth == 1) {
                    nameNext = false;
                }
            }
            case ',' -> {
                if (depth == 1) {
                    nameNext = true;
                }
            }
            default -> {
                // Part of a number or a literal.
            }
        }
    }

    private void open(int position, boolean object) {
        depth++;
        if (depth == 1) {
            nameNext = true;
        } else if (depth == 2 && !nameNext) {
            inItems = !object && nameIs(ITEMS);
            sawItems |= inItems;
            inMetadata = object && nameIs(METADATA);
            if (inMetadata) {
                capture = position;
            }
        } else if (depth == 3 && inItems && object) {
            capture = position;
        }
    }

    private void close(int next) {
        depth--;
        if (depth == 2 && inItems && capture >= 0) {
            listener.item(EntryDecoder.decode(pieces.bytes, capture, next, projection, keys, known));
            capture = -1;
        } else if (depth == 1 && inMetadata) {
            metadata(capture, next);
            capture = -1;
            inMetadata = false;
        } else if (depth == 1) {
            inItems = false;
        } else if (depth == 0) {
            over = true;
        }
    }

    private boolean nameIs(byte[] wanted) {
        if (nameLength != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (name[i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private void metadata(int from, int to) {
        JsonCursor cursor = new JsonCursor(pieces.bytes, from, to);
        cursor.enterObject();
        for (boolean first = true; cursor.nextField(first); first = false) {
            if (cursor.nameIs(VERSION)) {
                version = cursor.string();
            } else if (cursor.nameIs(CONTINUE)) {
                token = cursor.string();
            } else {
                cursor.skip();
            }
        }
    }

    /**
     * The page ended: tells the listener.
     *
     * @throws TransientException if it was cut off, or was no list
     */
    public void end() {
        if (!over) {
            throw new TransientException("the list from the server is cut off", null);
        }
        if (!sawItems && version.isEmpty()) {
            throw new TransientException("the server sends something that is no list", null);
        }
        listener.end(version, token);
    }
}
