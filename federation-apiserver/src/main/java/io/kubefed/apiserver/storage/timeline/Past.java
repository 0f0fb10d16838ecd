package io.kubefed.apiserver.storage.timeline;

import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Values as they were, told as the newest ones with what was different then laid over them: a page of a long list costs what changed
 * since its first one, not a copy of the list.
 */
final class Past {

    private final NavigableMap<String, Stored> newest;
    private final NavigableMap<String, Optional<Stored>> different = new TreeMap<>();

    /**
     * The past before some changes.
     *
     * @param newest the values now; not to be changed as long as this is used
     * @param since what changed, oldest first
     */
    Past(NavigableMap<String, Stored> newest, List<Change> since) {
        this.newest = newest;
        // The first change of a key tells what was before all of them.
        since.forEach(change -> different.putIfAbsent(change.key(), Optional.ofNullable(change.before())));
    }

    /** Tells the values from one key up to another, which is not among them, in order. */
    void forEach(String from, String end, Consumer<Stored> consumer) {
        if (from.compareTo(end) >= 0) {
            return;
        }
        Iterator<Stored> now = newest.subMap(from, end).values().iterator();
        Stored next = now.hasNext() ? now.next() : null;
        for (var then : different.subMap(from, end).entrySet()) {
            while (next != null && next.key().compareTo(then.getKey()) < 0) {
                consumer.accept(next);
                next = now.hasNext() ? now.next() : null;
            }
            if (next != null && next.key().equals(then.getKey())) {
                next = now.hasNext() ? now.next() : null;
            }
            then.getValue().ifPresent(consumer);
        }
        while (next != null) {
            consumer.accept(next);
            next = now.hasNext() ? now.next() : null;
        }
    }
}
