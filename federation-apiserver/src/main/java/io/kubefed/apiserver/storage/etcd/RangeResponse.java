package io.kubefed.apiserver.storage.etcd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a range request finds.
 *
 * @param revision that of etcd when it looked
 * @param more whether the limit cut it off
 */
record RangeResponse(long revision, List<KeyValue> values, boolean more) {

    /** Asks for the keys from one up to another, which is not among them; an empty end asks for one key. */
    static Message request(String from, String end, int limit, long revision) {
        Message request = new Message().bytes(1, from.getBytes(StandardCharsets.UTF_8));
        if (!end.isEmpty()) {
            request.bytes(2, end.getBytes(StandardCharsets.UTF_8));
        }
        return request.number(3, limit).number(4, revision);
    }

    static RangeResponse read(Fields fields) {
        long revision = 0;
        boolean more = false;
        List<KeyValue> values = new ArrayList<>();
        while (fields.next()) {
            switch (fields.field()) {
                case 1 -> revision = KeyValue.headerRevision(fields.message());
                case 2 -> values.add(KeyValue.read(fields.message()));
                case 3 -> more = fields.number() != 0;
                default -> {
                    // Not ours to know.
                }
            }
        }
        return new RangeResponse(revision, values, more);
    }
}
