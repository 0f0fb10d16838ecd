package io.kubefed.informers.reflector;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.loop.Backoff;
import java.time.Duration;

/**
 * How patient a reflector is.
 *
 * @param backoff between attempts, fully jittered
 * @param silence how long a watch may be silent, bookmarks included, before it is taken for dead; servers send a bookmark a minute
 * @param stall how long a list, or the initial events of a watch, may be silent before it is given up
 * @param initialEvents how long the initial events of a watch may take in all; a list has no such bound
 * @param probe how long to wait before a type that is not served, or not ours to read, is asked for again; up to twice as long
 * @param pageItems objects per page of a list
 * @param shrink how many objects a snapshot may lack, unless that is all of the known ones, before it is asked for a second time
 */
public record ReflectorSettings(
        Backoff backoff,
        Duration silence,
        Duration stall,
        Duration initialEvents,
        Duration probe,
        int pageItems,
        int shrink) {

    /** 800 ms to 30 s; 100 s; 30 s; 5 min; 30 s; 500; 10 and half of what was known. */
    public static final ReflectorSettings STANDARD = new ReflectorSettings(
            new Backoff(Duration.ofMillis(800), Duration.ofSeconds(30)),
            Duration.ofSeconds(100),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            500,
            10);

    /** @throws IllegalArgumentException if a time or number is not positive */
    public ReflectorSettings {
        requireNonNull(backoff, "backoff");
        requirePositive(silence, "silence");
        requirePositive(stall, "stall");
        requirePositive(initialEvents, "initialEvents");
        requirePositive(probe, "probe");
        if (pageItems < 1 || shrink < 0) {
            throw new IllegalArgumentException("page size is not positive, or shrink negative");
        }
    }

    private static void requirePositive(Duration time, String name) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + " is not positive: " + time);
        }
    }

    /** The same with another bound on the silence of a watch. */
    public ReflectorSettings silent(Duration longest) {
        return new ReflectorSettings(backoff, longest, stall, initialEvents, probe, pageItems, shrink);
    }

    /** The same with other pages. */
    public ReflectorSettings paged(int items) {
        return new ReflectorSettings(backoff, silence, stall, initialEvents, probe, items, shrink);
    }
}
