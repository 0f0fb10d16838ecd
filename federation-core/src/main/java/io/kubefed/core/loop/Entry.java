package io.kubefed.core.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What the queue knows of one key.
 *
 * <p>Everything that producers change is in one word, so that each of their calls is one CAS:
 *
 * <pre>
 *   bits 0-1   phase, changed by the loop only: IDLE, QUEUED, RUNNING, FORGOTTEN
 *   bit  2     signalled: the entry is in the inbox, and the loop has not looked yet
 *   bits 3-4   wanted: rank of an add that no run has taken up; 0 if none. RUNNING and wanted is "dirty"
 *   bits 5-6   rank of a delayed add that no run has taken up; 0 if none
 *   bits 7-63  when the delayed add is due, in nanoseconds of the queue's clock
 * </pre>
 *
 * <p>A start takes up both wishes with its CAS from QUEUED to RUNNING; a wish that comes later is in the word when the
 * run has ended. Producers write the word even when nothing changes: that write is what lets the run see everything
 * they did before the add. The other fields belong to the loop.
 */
final class Entry<K> {

    static final int IDLE = 0;
    static final int QUEUED = 1;
    static final int RUNNING = 2;
    static final int FORGOTTEN = 3;

    /** The latest moment that the word can hold: more than four years of the queue's clock. */
    static final long LAST_MOMENT = (1L << 57) - 1;

    private static final long PHASE = 3;
    private static final long SIGNALLED = 1 << 2;
    private static final int WANTED_SHIFT = 3;
    private static final int DELAYED_SHIFT = 5;
    private static final int DUE_SHIFT = 7;
    private static final VarHandle WORD = word();

    final K key;
    final Object share;
    final Chain.Link<Entry<K>> inShare = new Chain.Link<>(this);
    final Chain.Link<Entry<K>> inBand = new Chain.Link<>(this);
    final Chain.Link<Entry<K>> inReady = new Chain.Link<>(this);

    /** Rank of the band in which the key waits, or with which its latest run started. */
    int rank;

    long readySince;
    long bandSince;

    /** Failures in a row; only a success clears it. */
    int failures;

    /** When the key may try again by itself; meaningful while {@link #retryRank} is not 0. */
    long retryAt;

    int retryRank;
    boolean failedForGood;

    /** Where the key is in {@link Delays}; -1 if it is not. */
    int delayIndex = -1;

    long delayUntil;

    @SuppressWarnings("unused") // Read and written through WORD.
    private volatile long word;

    private Entry(K key, Object share, long word) {
        this.key = key;
        this.share = share;
        WORD.setRelease(this, word);
    }

    /** A key that should run now; the caller puts it into the inbox. */
    static <K> Entry<K> wanted(K key, Object share, int rank) {
        return new Entry<>(key, share, SIGNALLED | (long) rank << WANTED_SHIFT);
    }

    /** A key that should run later; the caller puts it into the inbox. */
    static <K> Entry<K> delayed(K key, Object share, int rank, long due) {
        return new Entry<>(key, share, withDelay(SIGNALLED, rank, due));
    }

    /** What became of a producer's wish. */
    enum Taken {
        /** The entry must go into the inbox. */
        SIGNAL,
        /** The loop will see it without being told. */
        NOTED,
        /** The key was forgotten meanwhile: make a new entry. */
        TOO_LATE
    }

    Taken want(int rank) {
        while (true) {
            long seen = word;
            if (phase(seen) == FORGOTTEN) {
                return Taken.TOO_LATE;
            }
            boolean news = phase(seen) != RUNNING && rank > wanted(seen);
            long next = rank > wanted(seen) ? withWanted(seen, rank) : seen;
            if (replace(seen, news ? next | SIGNALLED : next)) {
                return news && (seen & SIGNALLED) == 0 ? Taken.SIGNAL : Taken.NOTED;
            }
        }
    }

    Taken wantLater(int rank, long due) {
        while (true) {
            long seen = word;
            if (phase(seen) == FORGOTTEN) {
                return Taken.TOO_LATE;
            }
            boolean overtaken = phase(seen) == QUEUED;
            boolean earlier = delayed(seen) == 0 || due < due(seen) || rank > delayed(seen);
            boolean news = phase(seen) == IDLE && earlier;
            long next = overtaken || !earlier ? seen : withEarlier(seen, rank, due);
            if (replace(seen, news ? next | SIGNALLED : next)) {
                return news && (seen & SIGNALLED) == 0 ? Taken.SIGNAL : Taken.NOTED;
            }
        }
    }

    /** The loop took the entry out of the inbox; answers the word from then on. */
    long unsignal() {
        return (long) WORD.getAndBitwiseAnd(this, ~SIGNALLED) & ~SIGNALLED;
    }

    long look() {
        return word;
    }

    /** Moves on from {@code seen}; false if a producer was quicker. */
    boolean toQueued(long seen, int rank) {
        return replace(seen, withWanted(seen & ~PHASE, rank) | QUEUED);
    }

    boolean toIdle(long seen) {
        return replace(seen, seen & ~PHASE);
    }

    boolean toForgotten(long seen) {
        return replace(seen, seen | FORGOTTEN);
    }

    /** Takes up every wish there is; answers the word that held them. */
    long toRunning() {
        while (true) {
            long seen = word;
            if (replace(seen, seen & SIGNALLED | RUNNING)) {
                return seen;
            }
        }
    }

    static int phase(long word) {
        return (int) (word & PHASE);
    }

    static int wanted(long word) {
        return (int) (word >>> WANTED_SHIFT) & 3;
    }

    static int delayed(long word) {
        return (int) (word >>> DELAYED_SHIFT) & 3;
    }

    static long due(long word) {
        return word >>> DUE_SHIFT;
    }

    private static long withWanted(long word, int rank) {
        return word & ~(3L << WANTED_SHIFT) | (long) rank << WANTED_SHIFT;
    }

    private static long withEarlier(long word, int rank, long due) {
        return delayed(word) == 0
                ? withDelay(word, rank, due)
                : withDelay(word, Math.max(rank, delayed(word)), Math.min(due, due(word)));
    }

    private static long withDelay(long word, int rank, long due) {
        long others = word & (1L << DELAYED_SHIFT) - 1;
        return others | (long) rank << DELAYED_SHIFT | due << DUE_SHIFT;
    }

    private boolean replace(long seen, long next) {
        return WORD.compareAndSet(this, seen, next);
    }

    private static VarHandle word() {
        try {
            return MethodHandles.lookup().findVarHandle(Entry.class, "word", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
