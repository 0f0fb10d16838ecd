package io.kubefed.apiserver.storage.etcd;

import java.nio.charset.StandardCharsets;

/** A key of etcd with its value and the revision of its last write; of a removed one the value is empty. */
record KeyValue(String key, byte[] value, long revision) {

    static KeyValue read(Fields fields) {
        String key = "";
        byte[] value = new byte[0];
        long revision = 0;
        while (fields.next()) {
            switch (fields.field()) {
                case 1 -> key = new String(fields.bytes(), StandardCharsets.UTF_8);
                case 3 -> revision = fields.number();
                case 5 -> value = fields.bytes();
                default -> {
                    // Not ours to know.
                }
            }
        }
        return new KeyValue(key, value, revision);
    }

    /** The revision in the header of a response. */
    static long headerRevision(Fields header) {
        long revision = 0;
        while (header.next()) {
            if (header.field() == 3) {
                revision = header.number();
            }
        }
        return revision;
    }
}
