package io.kubefed.apiserver.storage.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** CRC-32C over key, revision and value: the pages of the database have none, so that a flipped bit would go unseen. */
final class Checksum {

    private Checksum() {}

    static long of(String key, long revision, byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, revision));
        crc.update(value);
        return crc.getValue();
    }
}
