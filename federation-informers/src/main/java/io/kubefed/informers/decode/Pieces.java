package io.kubefed.informers.decode;

import io.kubefed.core.error.TransientException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes of a document that arrives in pieces: an array that grows with what is not consumed yet, and shrinks again.
 *
 * <p>Pieces are copied once, since they belong to the transport; documents are decoded where they lie.
 */
final class Pieces {

    /** A larger object is none that an API server would store. */
    private static final int MOST_BYTES = 64 << 20;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = ONES * '\n';

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

    /** Where the first line feed from {@code position} on is, looked for eight bytes at a time; {@link #to} if there is none. */
    int lineEnd(int position) {
        int at = position;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long zeroes = (long) LONGS.get(bytes, at) ^ LINE_FEEDS;
            long found = zeroes - ONES & ~zeroes & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
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
