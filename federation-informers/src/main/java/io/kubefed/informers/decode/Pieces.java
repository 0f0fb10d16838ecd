package io.kubefed.informers.decode;

import io.kubefed.core.error.TransientException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of a document that arrives in pieces: an array that grows with what is not consumed yet, and shrinks again.
 *
 * <p>Pieces are copied once, since they belong to the transport; documents are decoded where they lie.
 */
final class Pieces {

    /** A larger object is none that an API server would store. */
    private static final int MOST_BYTES = 64 << 20;

    private static final int FIRST_BYTES = 16 << 10;
    private static final int KEEP_BYTES = 256 << 10;

    byte[] bytes = new byte[FIRST_BYTES];
    int from;
    int to;

    void add(ByteBuffer piece) {
        int more = piece.remaining();
        if (bytes.length - to < more) {
            makeRoom(more);
        }
        piece.get(bytes, to, more);
        to += more;
    }

    private void makeRoom(int more) {
        int kept = to - from;
        if (kept + more > MOST_BYTES) {
            throw new TransientException("the server sends an object of more than " + MOST_BYTES + " bytes", null);
        }
        byte[] target = kept + more <= bytes.length ? bytes : new byte[Math.max(kept + more, bytes.length * 2)];
        System.arraycopy(bytes, from, target, 0, kept);
        bytes = target;
        from = 0;
        to = kept;
    }

    /** Everything before {@code position} is done with. */
    void consume(int position) {
        from = position;
        if (from == to) {
            from = 0;
            to = 0;
            if (bytes.length > KEEP_BYTES) {
                bytes = Arrays.copyOf(bytes, FIRST_BYTES);
            }
        }
    }

    boolean isEmpty() {
        return from == to;
    }
}
