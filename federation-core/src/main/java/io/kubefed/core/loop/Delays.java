package io.kubefed.core.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * Keys that wait for a moment: a binary heap in which every entry knows its place, so that a new time replaces the old
 * one and memory is bounded by the number of keys.
 *
 * <p>Not thread-safe.
 */
final class Delays<K> {

    private final List<Entry<K>> heap = new ArrayList<>();

    boolean isEmpty() {
        return heap.isEmpty();
    }

    int size() {
        return heap.size();
    }

    /** The earliest moment; {@link Long#MAX_VALUE} if nothing waits. */
    long next() {
        return heap.isEmpty() ? Long.MAX_VALUE : heap.get(0).delayUntil;
    }

    /** The entry of {@link #next()}. */
    Entry<K> first() {
        return heap.get(0);
    }

    List<Entry<K>> all() {
        return List.copyOf(heap);
    }

    void put(Entry<K> entry, long until) {
        if (entry.delayIndex < 0) {
            entry.delayIndex = heap.size();
            heap.add(entry);
        }
        entry.delayUntil = until;
        settle(entry);
    }

    void remove(Entry<K> entry) {
        int index = entry.delayIndex;
        if (index < 0) {
            return;
        }
        entry.delayIndex = -1;
        Entry<K> last = heap.remove(heap.size() - 1);
        if (last != entry) {
            place(last, index);
            settle(last);
        }
    }

    private void settle(Entry<K> entry) {
        int start = entry.delayIndex;
        int index = start;
        while (index > 0 && entry.delayUntil < heap.get((index - 1) / 2).delayUntil) {
            place(heap.get((index - 1) / 2), index);
            index = (index - 1) / 2;
        }
        if (index == start) {
            index = sink(entry, index);
        }
        place(entry, index);
    }

    private int sink(Entry<K> entry, int from) {
        int index = from;
        while (true) {
            int child = earlierChild(index);
            if (child >= heap.size() || heap.get(child).delayUntil >= entry.delayUntil) {
                return index;
            }
            place(heap.get(child), index);
            index = child;
        }
    }

    private int earlierChild(int index) {
        int left = 2 * index + 1;
        int right = left + 1;
        return right < heap.size() && heap.get(right).delayUntil < heap.get(left).delayUntil ? right : left;
    }

    private void place(Entry<K> entry, int index) {
        heap.set(index, entry);
        entry.delayIndex = index;
    }
}
