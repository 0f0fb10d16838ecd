package io.kubefed.apiserver.protobuf;

import java.nio.charset.StandardCharsets;

/**
 * Reads the parts of a message from a range of bytes.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class WireReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP = 3;
    static final int END_GROUP = 4;
    static final int FIXED32 = 5;

    private static final int VARINT_BITS = 64;

    private final byte[] bytes;
    private final int end;
    private int position;

    WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private WireReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    boolean hasMore() {
        return position < end;
    }

    long varint() throws MalformedProtobufException {
        long value = 0;
        for (int shift = 0; shift < VARINT_BITS; shift += 7) {
            if (position >= end) {
                throw truncated();
            }
            byte part = bytes[position++];
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new MalformedProtobufException("proto: integer overflow");
    }

    double float64() throws MalformedProtobufException {
        advance(8);
        long bits = 0;
        for (int i = 1; i <= 8; i++) {
            bits = bits << 8 | bytes[position - i] & 0xffL;
        }
        return Double.longBitsToDouble(bits);
    }

    /** A reader of the message that comes next; this one goes on behind it. */
    WireReader message() throws MalformedProtobufException {
        int length = length();
        WireReader inner = new WireReader(bytes, position, position + length);
        position += length;
        return inner;
    }

    byte[] bytes() throws MalformedProtobufException {
        WireReader part = message();
        return part.rest();
    }

    String text() throws MalformedProtobufException {
        WireReader part = message();
        return new String(part.bytes, part.position, part.end - part.position, StandardCharsets.UTF_8);
    }

    /** All that is left. */
    byte[] rest() {
        byte[] rest = new byte[end - position];
        System.arraycopy(bytes, position, rest, 0, rest.length);
        position = end;
        return rest;
    }

    private int length() throws MalformedProtobufException {
        long length = varint();
        if (length < 0 || length > Integer.MAX_VALUE && position + length < 0) {
            throw new MalformedProtobufException("proto: negative length found during unmarshaling");
        }
        if (length > end - position) {
            throw truncated();
        }
        return (int) length;
    }

    /** Passes over a value of this wire type that nobody knows. */
    void skip(int wireType) throws MalformedProtobufException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> advance(8);
            case BYTES -> message();
            case FIXED32 -> advance(4);
            case GROUP -> skipGroup();
            default -> throw new MalformedProtobufException("proto: illegal wireType " + wireType);
        }
    }

    private void skipGroup() throws MalformedProtobufException {
        int depth = 1;
        while (depth > 0) {
            if (!hasMore()) {
                throw truncated();
            }
            int wireType = (int) (varint() & 7);
            if (wireType == GROUP) {
                depth++;
            } else if (wireType == END_GROUP) {
                depth--;
            } else {
                skip(wireType);
            }
        }
    }

    private void advance(int count) throws MalformedProtobufException {
        if (count > end - position) {
            throw truncated();
        }
        position += count;
    }

    private static MalformedProtobufException truncated() {
        return new MalformedProtobufException("unexpected EOF");
    }
}
