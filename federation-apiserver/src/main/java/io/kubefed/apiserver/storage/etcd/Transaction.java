package io.kubefed.apiserver.storage.etcd;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What became of a write under a condition.
 *
 * @param revision that of etcd afterwards: that of the write, if there was one
 * @param succeeded whether the condition held
 * @param found the key as it was, if a removal succeeded; as it is, if the condition did not hold; else empty
 */
record Transaction(long revision, boolean succeeded, List<KeyValue> found) {

    private static final int MOD_REVISION = 2;

    /** Puts a value if the key is still at a revision, 0 for not there; otherwise looks at it. */
    static Message put(String key, long expected, byte[] value) {
        Message put =
                new Message().bytes(1, key.getBytes(StandardCharsets.UTF_8)).bytes(2, value);
        return request(key, expected, new Message().message(2, put));
    }

    /** Removes a key if it is still at a revision; otherwise looks at it. */
    static Message delete(String key, long expected) {
        Message delete =
                new Message().bytes(1, key.getBytes(StandardCharsets.UTF_8)).number(3, 1);
        return request(key, expected, new Message().message(3, delete));
    }

    private static Message request(String key, long expected, Message operation) {
        Message compare = new Message()
                .number(2, MOD_REVISION)
                .bytes(3, key.getBytes(StandardCharsets.UTF_8))
                .always(6, expected);
        return new Message()
                .message(1, compare)
                .message(2, operation)
                .message(3, new Message().message(1, RangeResponse.request(key, "", 0, 0)));
    }

    static Transaction read(Fields fields) {
        long revision = 0;
        boolean succeeded = false;
        List<KeyValue> found = List.of();
        while (fields.next()) {
            switch (fields.field()) {
                case 1 -> revision = KeyValue.headerRevision(fields.message());
                case 2 -> succeeded = fields.number() != 0;
                case 3 -> found = found(fields.message());
                default -> {
                    // Not ours to know.
                }
            }
        }
        return new Transaction(revision, succeeded, found);
    }

    private static List<KeyValue> found(Fields response) {
        List<KeyValue> found = List.of();
        while (response.next()) {
            if (response.field() == 1) {
                found = RangeResponse.read(response.message()).values();
            } else if (response.field() == 3) {
                found = removed(response.message());
            }
        }
        return found;
    }

    private static List<KeyValue> removed(Fields response) {
        List<KeyValue> removed = List.of();
        while (response.next()) {
            if (response.field() == 3) {
                removed = List.of(KeyValue.read(response.message()));
            }
        }
        return removed;
    }
}
