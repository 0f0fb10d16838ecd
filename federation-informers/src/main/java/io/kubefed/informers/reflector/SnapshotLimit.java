package io.kubefed.informers.reflector;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Bounds how many snapshots are taken at the same time, over all informers that share it: after a restart every member is asked for
 * everything.
 *
 * <p>First come, first served. A place is held for a bounded time, and only for a moment by a member that sends nothing: one that
 * is dead, or answers drop by drop, goes on with its snapshot, but no longer in the others' way.
 */
public final class SnapshotLimit {

    private final int places;
    private final Duration quiet;
    private final Duration longest;
    private final Scheduler timer;
    private final Turns turns = new Turns();
    private final Set<Place> waiting = new LinkedHashSet<>();
    private int taken;

    private SnapshotLimit(int places, Duration quiet, Duration longest, Scheduler timer) {
        this.places = places;
        this.quiet = requireNonNull(quiet, "quiet");
        this.longest = requireNonNull(longest, "longest");
        this.timer = requireNonNull(timer, "timer");
    }

    /**
     * A limit of so many places, each held for 2 s before the first byte and 30 s after it.
     *
     * @throws IllegalArgumentException if {@code places} is less than 1
     */
    public static SnapshotLimit of(int places, Scheduler timer) {
        return of(places, Duration.ofSeconds(2), Duration.ofSeconds(30), timer);
    }

    /**
     * A limit of so many places.
     *
     * @param quiet how long a place is held by one that gets no byte
     * @param longest how long a place is held after the first byte
     * @throws IllegalArgumentException if {@code places} is less than 1, or a time is not positive
     */
    public static SnapshotLimit of(int places, Duration quiet, Duration longest, Scheduler timer) {
        if (places < 1 || quiet.isNegative() || quiet.isZero() || longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException(
                    "places and times must be positive: " + places + ", " + quiet + ", " + longest);
        }
        return new SnapshotLimit(places, quiet, longest, timer);
    }

    /** Waits for a place, then does what {@code snapshot} says there. */
    Mono<Void> guard(Function<Place, Mono<Void>> snapshot) {
        return Mono.using(
                Place::new,
                place -> place.granted
                        .asMono()
                        .doOnSubscribe(ignored -> turns.run(place::queue))
                        .then(Mono.defer(() -> snapshot.apply(place))),
                Place::giveBack);
    }

    private void grant() {
        while (taken < places && !waiting.isEmpty()) {
            Place first = waiting.iterator().next();
            waiting.remove(first);
            taken++;
            first.grant();
        }
    }

    /** One place, wished for, held, or given back; changed within turns. */
    final class Place {

        private final Sinks.Empty<Void> granted = Sinks.empty();
        private final Disposable.Swap alarm = Disposables.swap();
        private boolean held;
        private boolean used;
        private boolean over;

        private void queue() {
            if (!over) {
                waiting.add(this);
                SnapshotLimit.this.grant();
            }
        }

        private void grant() {
            held = true;
            giveBackAfter(quiet);
            granted.tryEmitEmpty();
        }

        /** The first byte is there; what comes later changes nothing. */
        void use() {
            turns.run(() -> {
                if (!used) {
                    used = true;
                    giveBackAfter(longest);
                }
            });
        }

        private void giveBackAfter(Duration time) {
            if (held && !over) {
                alarm.update(timer.schedule(this::giveBack, time.toMillis(), TimeUnit.MILLISECONDS));
            }
        }

        /** Lets the next one in; the second time does nothing. */
        void giveBack() {
            turns.run(this::end);
        }

        private void end() {
            if (over) {
                return;
            }
            over = true;
            waiting.remove(this);
            alarm.dispose();
            if (held) {
                taken--;
                SnapshotLimit.this.grant();
            }
        }
    }
}
