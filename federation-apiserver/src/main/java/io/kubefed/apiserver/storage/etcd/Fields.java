package io.kubefed.apiserver.storage.etcd;

import java.util.Arrays;

/** Reads a message in the wire format of Protocol Buffers, field by field; fields that nobody asks for are passed over. */
final class Fields {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final byte[] message;
    private final int end;
    private int position;
    private int field;
    private long number;
    private int begin;

    Fields(byte[] message) {
        this(message, 0, message.length);
    }

    private Fields(byte[] message, int begin, int end) {
        this.message = message;
        this.position = begin;
        this.end = end;
    }

    /**
     * Goes to the next field; false if there is none.
     *
     * @throws IllegalArgumentException if the message is none
     */
    boolean next() {
        if (position == end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        switch ((int) (tag & 7)) {
            case VARINT -> number = varint();
            case FIXED64 -> skip(Long.BYTES);
            case BYTES -> skip(varint());
            case FIXED32 -> skip(Integer.BYTES);
            default -> throw malformed();
        }
        return true;
    }

    private void skip(long bytes) {
        if (bytes < 0 || bytes > end - position) {
            throw malformed();
        }
        begin = position;
        position += (int) bytes;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position == end) {
                throw malformed();
            }
            byte part = message[position++];
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("etcd sent a message that is none");
    }

    /** The number of the field that this is at. */
    int field() {
        return field;
    }

    /** The number in this field. */
    long number() {
        return number;
    }

    /** The bytes in this field. */
    byte[] bytes() {
        return Arrays.copyOfRange(message, begin, position);
    }

    /** The message in this field. */
    Fields message() {
        return new Fields(message, begin, position);
    }
}
