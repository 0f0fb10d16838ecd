package io.kubefed.core.client.http;

import io.kubefed.core.error.PermanentException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects a body. Where the length is known before, its bytes are copied once. */
final class BodyBuffer {

    private static final int FIRST_BYTES = 8_192;

    private final int limit;
    private final boolean cutting;
    private byte[] bytes;
    private int length;

    private BodyBuffer(int limit, long contentLength, boolean cutting) {
        this.limit = limit;
        this.cutting = cutting;
        if (contentLength > limit && !cutting) {
            throw tooLong(contentLength + " bytes");
        }
        // A server may promise much and send little: nothing is allocated on its word beyond one megabyte.
        bytes = new byte[(int) (contentLength < 0 ? FIRST_BYTES : Math.min(contentLength, Math.min(limit, 1 << 20)))];
    }

    /** Refuses what is longer than {@code limit}; {@code contentLength} is negative if unknown. */
    static BodyBuffer strict(int limit, long contentLength) {
        return new BodyBuffer(limit, contentLength, false);
    }

    /** Forgets what comes after {@code limit} bytes. */
    static BodyBuffer cutting(int limit, long contentLength) {
        return new BodyBuffer(limit, contentLength, true);
    }

    void append(ByteBuf piece) {
        int count = piece.readableBytes();
        if (count > limit - length) {
            if (!cutting) {
                throw tooLong("more than " + limit + " bytes");
            }
            count = limit - length;
        }
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(length + (long) count, 2L * bytes.length)));
        }
        piece.readBytes(bytes, length, count);
        length += count;
    }

    /** What was collected; this buffer must not be used afterwards. */
    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private PermanentException tooLong(String size) {
        return new PermanentException("the answer has " + size + ", the limit is " + limit
                + "; ask for fewer objects with limit=, or stream it");
    }
}
