package io.kubefed.apiserver.storage.etcd;

import java.io.ByteArrayOutputStream;

/** Writes a message in the wire format of Protocol Buffers, field by field. */
final class Message {

    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds a number; 0 is the default, and is left out. */
    Message number(int field, long value) {
        return value == 0 ? this : always(field, value);
    }

    /** Adds a number, 0 too: one of several that a message may have, where being there says which. */
    Message always(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    /** Adds bytes. */
    Message bytes(int field, byte[] value) {
        varint((long) field << 3 | BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    /** Adds a message, an empty one too. */
    Message message(int field, Message value) {
        return bytes(field, value.bytes());
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** The message. */
    byte[] bytes() {
        return out.toByteArray();
    }
}
