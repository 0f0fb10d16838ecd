package io.kubefed.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/** What happened, in order, in virtual time: what a failing seed shows, and what two runs of one seed must agree on. */
public final class Journal {

    private final Scheduler timer;
    private final long origin;
    private final List<String> lines = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /** A journal that begins now. */
    public Journal(Scheduler timer) {
        this.timer = timer;
        this.origin = timer.now(TimeUnit.MILLISECONDS);
    }

    /** Notes what {@code who} did, or what became of it. */
    public void note(String who, String what) {
        lines.add(stamp() + "  " + who + ": " + what);
    }

    /** Notes something that must never happen. */
    public void complain(String who, String what) {
        note("VIOLATION by " + who, what);
        violations.add(who + ": " + what);
    }

    /** What must never happen and did; grows. */
    public List<String> violations() {
        return violations;
    }

    /** Milliseconds since the journal began. */
    public long millis() {
        return timer.now(TimeUnit.MILLISECONDS) - origin;
    }

    /** The lines, oldest first; grows. */
    public List<String> lines() {
        return lines;
    }

    private String stamp() {
        long millis = millis();
        String text = millis / 1_000 + "." + (1_000 + millis % 1_000 + "").substring(1);
        return " ".repeat(Math.max(0, 9 - text.length())) + text;
    }
}
