package io.kubefed.apiserver.storage.embedded;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Where writes wait for the writer: it takes all that came while it was busy. */
final class Intake<T> {

    private final Queue<T> waiting = new ArrayDeque<>();
    private boolean closed;

    /** Adds one; false if it is closed. */
    synchronized boolean offer(T item) {
        if (closed) {
            return false;
        }
        waiting.add(item);
        notifyAll();
        return true;
    }

    /**
     * Takes what waits, and waits for it.
     *
     * @param most how many at most
     * @param idleMillis how long to wait; 0 for as long as it takes
     * @return empty if nothing came in time, or nothing will come any more
     */
    synchronized List<T> take(int most, long idleMillis) throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait(idleMillis);
            if (idleMillis != 0) {
                // Woken for nothing, it is idle a little early.
                break;
            }
        }
        List<T> taken = new ArrayList<>(Math.min(most, waiting.size()));
        while (taken.size() < most && !waiting.isEmpty()) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    /** Takes nothing in any more; what waits can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Whether it is closed and empty. */
    synchronized boolean finished() {
        return closed && waiting.isEmpty();
    }
}
