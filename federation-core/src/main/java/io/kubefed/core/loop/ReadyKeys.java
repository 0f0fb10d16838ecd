package io.kubefed.core.loop;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys that may run now, in the order in which they shall.
 *
 * <p>One band per priority; the highest band goes first. In a band the shares take turns (deficit round robin with one
 * key as quantum and cost), and in a share the first come goes first. A key that has waited in a band for the ageing time
 * moves one band up, behind those of its share: a key of the lowest band is in the highest after two ageing times, and
 * from then on at most (shares x its place in its share) keys go before it.
 *
 * <p>Not thread-safe. Every step is O(1).
 *
 * @see <a href="https://doi.org/10.1109/90.502236">Shreedhar, Varghese: Efficient fair queuing using deficit round-robin</a>
 */
final class ReadyKeys<K> {

    /** Many promotions must not delay one start; this is still far more than one start needs to keep up. */
    private static final int PROMOTIONS_PER_START = 32;

    private final Band<K>[] bands = bands();
    private final Chain<Entry<K>> bySince = new Chain<>();
    private final long ageingNanos;
    private int size;

    ReadyKeys(long ageingNanos) {
        this.ageingNanos = ageingNanos;
    }

    int size() {
        return size;
    }

    /** When the longest-waiting key began to wait; {@link Long#MAX_VALUE} if none waits. */
    long oldestSince() {
        Entry<K> oldest = bySince.first();
        return oldest == null ? Long.MAX_VALUE : oldest.readySince;
    }

    void add(Entry<K> entry, int rank, long now) {
        size++;
        entry.readySince = now;
        bySince.addLast(entry.inReady);
        enter(entry, rank, now);
    }

    /** Moves a waiting key to a higher band; a lower or equal one changes nothing. */
    void raise(Entry<K> entry, int rank, long now) {
        if (rank > entry.rank) {
            leave(entry);
            enter(entry, rank, now);
        }
    }

    /** Takes the key whose turn it is; null if none waits. */
    @Nullable Entry<K> poll(long now) {
        promote(Ranks.NORMAL, now);
        promote(Ranks.LOW, now);
        for (int rank = Ranks.HIGH; rank >= Ranks.LOW; rank--) {
            Entry<K> entry = bands[rank].next();
            if (entry != null) {
                leave(entry);
                bySince.remove(entry.inReady);
                size--;
                return entry;
            }
        }
        return null;
    }

    private void promote(int rank, long now) {
        for (int i = 0; i < PROMOTIONS_PER_START; i++) {
            Entry<K> oldest = bands[rank].oldest();
            if (oldest == null || now - oldest.bandSince < ageingNanos) {
                return;
            }
            raise(oldest, rank + 1, now);
        }
    }

    private void enter(Entry<K> entry, int rank, long now) {
        entry.rank = rank;
        entry.bandSince = now;
        bands[rank].add(entry);
    }

    private void leave(Entry<K> entry) {
        bands[entry.rank].remove(entry);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types.
    private static <K> Band<K>[] bands() {
        Band[] bands = new Band[Ranks.HIGH + 1];
        for (int rank = Ranks.LOW; rank <= Ranks.HIGH; rank++) {
            bands[rank] = new Band();
        }
        return bands;
    }

    /** The waiting keys of one priority. */
    private static final class Band<K> {

        private final Map<Object, Share<K>> shares = new HashMap<>();
        private final Chain<Share<K>> turns = new Chain<>();
        private final Chain<Entry<K>> byAge = new Chain<>();

        @Nullable Entry<K> oldest() {
            return byAge.first();
        }

        void add(Entry<K> entry) {
            Share<K> share = shares.computeIfAbsent(entry.share, Share::new);
            if (share.keys.isEmpty()) {
                turns.addLast(share.turn);
            }
            share.keys.addLast(entry.inShare);
            byAge.addLast(entry.inBand);
        }

        void remove(Entry<K> entry) {
            Share<K> share = requireNonNull(shares.get(entry.share));
            share.keys.remove(entry.inShare);
            byAge.remove(entry.inBand);
            if (share.keys.isEmpty()) {
                turns.remove(share.turn);
                shares.remove(entry.share);
            }
        }

        /** The key whose turn it is, and its share goes behind the others. */
        @Nullable Entry<K> next() {
            Share<K> share = turns.first();
            if (share == null) {
                return null;
            }
            turns.remove(share.turn);
            turns.addLast(share.turn);
            return share.keys.first();
        }
    }

    private static final class Share<K> {

        private final Chain.Link<Share<K>> turn = new Chain.Link<>(this);
        private final Chain<Entry<K>> keys = new Chain<>();

        Share(Object name) {}
    }
}
