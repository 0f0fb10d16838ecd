package io.kubefed.apiserver.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A number of seats, and queues before them, one for each user, served in turn: who sends a thousand requests waits behind his own, and
 * everybody else waits behind one of his.
 *
 * <p>Invariants: a seat is free only while nobody waits; a guest has at most one seat and gives it back once, however it ends.
 */
final class Seats {

    private final int seats;
    private final int longestQueue;
    private final int mostWaiting;
    // By user in the order of their turns; a user without a queue waits for nothing.
    private final Map<String, Deque<Guest>> queues = new LinkedHashMap<>();
    private int taken;
    private int waiting;
    private final AtomicInteger serving = new AtomicInteger();

    Seats(int seats, int longestQueue, int mostWaiting) {
        this.seats = seats;
        this.longestQueue = longestQueue;
        this.mostWaiting = mostWaiting;
    }

    private enum State {
        WAITING,
        SEATED,
        GONE
    }

    /** Somebody with a request. */
    static final class Guest {
        private final String user;
        private final Sinks.Empty<Void> turn = Sinks.empty();
        private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

        Guest(String user) {
            this.user = user;
        }

        /** Completes when there is a seat. */
        Mono<Void> turn() {
            return turn.asMono();
        }
    }

    /** Takes a seat or a place in the queue; false if there is neither. */
    boolean enter(Guest guest) {
        synchronized (this) {
            if (taken >= seats || waiting > 0) {
                Deque<Guest> queue = queues.computeIfAbsent(guest.user, user -> new ArrayDeque<>());
                if (queue.size() >= longestQueue || waiting >= mostWaiting) {
                    dropIfEmpty(guest.user, queue);
                    return false;
                }
                queue.add(guest);
                waiting++;
                return true;
            }
            taken++;
        }
        guest.state.set(State.SEATED);
        guest.turn.tryEmitEmpty();
        return true;
    }

    private void dropIfEmpty(String user, Deque<Guest> queue) {
        if (queue.isEmpty()) {
            queues.remove(user);
        }
    }

    /** Gives back what a guest has: a seat, or a place in the queue. */
    void leave(Guest guest) {
        if (guest.state.getAndSet(State.GONE) == State.SEATED) {
            synchronized (this) {
                taken--;
            }
        } else {
            forget(guest);
        }
        serve();
    }

    private synchronized void forget(Guest guest) {
        Deque<Guest> queue = queues.get(guest.user);
        if (queue != null && queue.remove(guest)) {
            waiting--;
            dropIfEmpty(guest.user, queue);
        }
    }

    /** Seats who is next, one after the other: a guest that is done at once comes back here, and must not do so on ever deeper a stack. */
    private void serve() {
        if (serving.getAndIncrement() != 0) {
            return;
        }
        int seen;
        do {
            seen = serving.get();
            for (Guest guest = next(); guest != null; guest = next()) {
                guest.turn.tryEmitEmpty();
            }
        } while (serving.addAndGet(-seen) != 0);
    }

    private synchronized @Nullable Guest next() {
        while (taken < seats && !queues.isEmpty()) {
            Map.Entry<String, Deque<Guest>> first = queues.entrySet().iterator().next();
            String user = first.getKey();
            Deque<Guest> queue = first.getValue();
            queues.remove(user);
            Guest guest = queue.poll();
            if (!queue.isEmpty()) {
                queues.put(user, queue);
            }
            if (guest != null) {
                waiting--;
                if (guest.state.compareAndSet(State.WAITING, State.SEATED)) {
                    taken++;
                    return guest;
                }
            }
        }
        return null;
    }

    /** How many seats are taken. */
    synchronized int taken() {
        return taken;
    }

    /** How many guests wait. */
    synchronized int waiting() {
        return waiting;
    }
}
