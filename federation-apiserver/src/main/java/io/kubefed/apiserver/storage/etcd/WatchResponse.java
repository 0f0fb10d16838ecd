package io.kubefed.apiserver.storage.etcd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a watch says.
 *
 * @param revision that of etcd when it said so; only without events, and not when it begins, everything up to it was said
 * @param begins whether it only says that the watch was accepted
 * @param compacted the oldest revision that can be asked for, if the watch ended because it asked for an older one; else 0
 * @param end why it ended; empty if it did not
 */
record WatchResponse(long revision, boolean begins, long compacted, String end, List<Event> events) {

    /** One write. */
    record Event(boolean removal, KeyValue value) {}

    /** Begins a watch of the keys from one up to another. */
    static Message create(String from, String end, long revision) {
        return new Message()
                .message(
                        1,
                        new Message()
                                .bytes(1, from.getBytes(StandardCharsets.UTF_8))
                                .bytes(2, end.getBytes(StandardCharsets.UTF_8))
                                .number(3, revision)
                                .number(4, 1)
                                .number(8, 1));
    }

    /** Asks to be told how far all was said. */
    static Message progress() {
        return new Message().message(3, new Message());
    }

    boolean isProgress() {
        return !begins && end.isEmpty() && events.isEmpty();
    }

    static WatchResponse read(Fields fields) {
        long revision = 0;
        boolean begins = false;
        boolean cancelled = false;
        long compacted = 0;
        String reason = "";
        List<Event> events = new ArrayList<>();
        while (fields.next()) {
            switch (fields.field()) {
                case 1 -> revision = KeyValue.headerRevision(fields.message());
                case 3 -> begins = fields.number() != 0;
                case 4 -> cancelled = fields.number() != 0;
                case 5 -> compacted = fields.number();
                case 6 -> reason = new String(fields.bytes(), StandardCharsets.UTF_8);
                case 11 -> events.add(event(fields.message()));
                default -> {
                    // Not ours to know.
                }
            }
        }
        String end = cancelled || compacted != 0 ? "cancelled: " + reason : "";
        return new WatchResponse(revision, begins, compacted, end, events);
    }

    private static Event event(Fields fields) {
        boolean removal = false;
        KeyValue value = new KeyValue("", new byte[0], 0);
        while (fields.next()) {
            if (fields.field() == 1) {
                removal = fields.number() == 1;
            } else if (fields.field() == 2) {
                value = KeyValue.read(fields.message());
            }
        }
        return new Event(removal, value);
    }
}
