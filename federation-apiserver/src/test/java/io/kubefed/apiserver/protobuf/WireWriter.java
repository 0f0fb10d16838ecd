package io.kubefed.apiserver.protobuf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes messages field by field. */
public final class WireWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A body: the magic, and this message in an envelope. */
    public static byte[] body(String apiVersion, String kind, WireWriter message) {
        WireWriter envelope = new WireWriter()
                .message(1, new WireWriter().text(1, apiVersion).text(2, kind))
                .message(2, message)
                .text(3, "")
                .text(4, "");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {'k', '8', 's', 0});
        body.writeBytes(envelope.toBytes());
        return body.toByteArray();
    }

    public WireWriter number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    public WireWriter real(int field, double value) {
        varint((long) field << 3 | 1);
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array());
        return this;
    }

    public WireWriter text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    public WireWriter message(int field, WireWriter message) {
        return bytes(field, message.toBytes());
    }

    public WireWriter bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
