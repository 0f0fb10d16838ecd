package io.kubefed.informers.store;

import io.kubefed.core.model.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one type in one cluster: written by one thread at a time, read by any without a lock.
 *
 * <p>Design note: open addressing with linear probing, 8 bytes per slot and no node per entry. A reader takes the table once and
 * probes it; the writer fills and replaces slots in place and leaves a tombstone where it removes, so that no reader ever misses
 * another key. A table that is too full, or too full of tombstones, is copied and swapped; a reader on the old one sees a moment ago.
 */
public final class ObjectStore {

    private static final Object TOMBSTONE = new Object();
    private static final int FEWEST_SLOTS = 16;

    private volatile Table table = new Table(FEWEST_SLOTS);

    private static final class Table {
        final AtomicReferenceArray<@Nullable Object> slots;
        final int mask;
        volatile int live;
        int used;

        Table(int slots) {
            this.slots = new AtomicReferenceArray<>(slots);
            this.mask = slots - 1;
        }

        static Table forEntries(int entries) {
            return new Table(Math.max(FEWEST_SLOTS, Integer.highestOneBit(Math.max(1, entries * 2 - 1)) * 2));
        }

        /** The slot of the key, or of the first free one: negative and minus one. */
        int locate(ObjectKey key) {
            int slot = spread(key.hashCode()) & mask;
            while (true) {
                @Nullable Object there = slots.getAcquire(slot);
                if (there == null) {
                    return -slot - 1;
                }
                if (there instanceof Entry entry && entry.key().equals(key)) {
                    return slot;
                }
                slot = (slot + 1) & mask;
            }
        }

        private static int spread(int hash) {
            int mixed = hash * 0x9E3779B9;
            return mixed ^ (mixed >>> 16);
        }

        @Nullable Entry put(Entry entry) {
            int slot = locate(entry.key());
            if (slot >= 0) {
                return (Entry) slots.getAndSet(slot, entry);
            }
            slots.setRelease(-slot - 1, entry);
            used++;
            live++;
            return null;
        }

        boolean isFull() {
            return used * 4 >= slots.length() * 3;
        }
    }

    /** The object of this key, or null if there is none. */
    public @Nullable Entry find(ObjectKey key) {
        Table now = table;
        int slot = now.locate(key);
        return slot >= 0 && now.slots.getAcquire(slot) instanceof Entry entry ? entry : null;
    }

    /** How many objects there are. */
    public int size() {
        return table.live;
    }

    /** Hands out every object once, in no order; those that change meanwhile as they were or as they become. */
    public void forEach(Consumer<Entry> consumer) {
        AtomicReferenceArray<@Nullable Object> slots = table.slots;
        for (int i = 0; i < slots.length(); i++) {
            if (slots.getAcquire(i) instanceof Entry entry) {
                consumer.accept(entry);
            }
        }
    }

    /** The keys at this moment, in no order; the receiver's own list. */
    public List<ObjectKey> keys() {
        List<ObjectKey> keys = new ArrayList<>(size());
        forEach(entry -> keys.add(entry.key()));
        return keys;
    }

    /**
     * Adds or replaces an object. For the writer.
     *
     * @return what was there before, or null
     */
    public @Nullable Entry put(Entry entry) {
        if (table.isFull()) {
            table = copy(table);
        }
        return table.put(entry);
    }

    private static Table copy(Table old) {
        Table next = Table.forEntries(old.live + 1);
        for (int i = 0; i < old.slots.length(); i++) {
            if (old.slots.getPlain(i) instanceof Entry entry) {
                next.put(entry);
            }
        }
        return next;
    }

    /**
     * Removes an object. For the writer.
     *
     * @return what was there, or null
     */
    public @Nullable Entry remove(ObjectKey key) {
        Table now = table;
        int slot = now.locate(key);
        if (slot < 0) {
            return null;
        }
        now.live--;
        return (Entry) now.slots.getAndSet(slot, TOMBSTONE);
    }

    /** Begins a snapshot aside, which readers do not see. For the writer. */
    public Snapshot newSnapshot() {
        return new Snapshot();
    }

    /** Objects that are to replace all there are, as a whole. For one thread. */
    public final class Snapshot {

        private Table next = new Table(FEWEST_SLOTS);

        private Snapshot() {}

        /** Adds or replaces an object. One that did not change since the store saw it is shared with it. */
        public void put(Entry entry) {
            if (next.isFull()) {
                next = copy(next);
            }
            @Nullable Entry known = find(entry.key());
            next.put(known != null && isSame(known, entry) ? known : entry);
        }

        /** Removes an object. */
        public void remove(ObjectKey key) {
            int slot = next.locate(key);
            if (slot >= 0) {
                next.live--;
                next.slots.set(slot, TOMBSTONE);
            }
        }

        /** How many objects it has. */
        public int size() {
            return next.live;
        }

        /** How many objects of the store it lacks. */
        public int missing() {
            int[] missing = {0};
            forEach(entry -> {
                if (next.locate(entry.key()) < 0) {
                    missing[0]++;
                }
            });
            return missing[0];
        }
    }

    /**
     * Makes a snapshot the content of the store, in one step. For the writer.
     *
     * @param changed hears of every key that was added or removed, or whose object is another version, after the step
     */
    public void replace(Snapshot snapshot, Consumer<ObjectKey> changed) {
        Table old = table;
        Table next = snapshot.next;
        table = next;
        for (int i = 0; i < next.slots.length(); i++) {
            if (next.slots.getPlain(i) instanceof Entry entry) {
                int slot = old.locate(entry.key());
                if (slot < 0 || old.slots.getPlain(slot) != entry) {
                    changed.accept(entry.key());
                }
            }
        }
        for (int i = 0; i < old.slots.length(); i++) {
            if (old.slots.getPlain(i) instanceof Entry entry && next.locate(entry.key()) < 0) {
                changed.accept(entry.key());
            }
        }
    }

    private static boolean isSame(Entry a, Entry b) {
        return !a.resourceVersion().isEmpty()
                && a.resourceVersion().equals(b.resourceVersion())
                && a.uid().equals(b.uid());
    }
}
