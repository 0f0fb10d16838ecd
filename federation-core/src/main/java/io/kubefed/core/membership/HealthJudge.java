package io.kubefed.core.membership;

import io.kubefed.core.model.Condition;
import io.kubefed.core.model.Condition.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a verdict out of probes: one lost probe does not take a member out, and one good one does not bring a flapping member back.
 *
 * <p>A verdict against a ready member falls when {@code failures} probes in a row failed and the first of them is {@code grace}
 * old; a verdict for a member that was out falls after {@code successes} good probes in a row. The first probe ever decides at
 * once. Immutable: each probe makes a new judge. Fixes v1's G-05, G-06 and G-07.
 */
public final class HealthJudge {

    /**
     * How patient the judge is.
     *
     * @param failures bad probes in a row before a ready member is out; at least 1
     * @param successes good probes in a row before a member is back; at least 1
     * @param grace how long a ready member may fail at least before it is out
     */
    public record Thresholds(int failures, int successes, Duration grace) {

        /** Three failures over at least ten seconds; two successes. */
        public static final Thresholds DEFAULT = new Thresholds(3, 2, Duration.ofSeconds(10));

        /** @throws IllegalArgumentException if a count is below 1 or the grace is negative */
        public Thresholds {
            if (failures < 1 || successes < 1 || grace.isNegative()) {
                throw new IllegalArgumentException(
                        "thresholds must be at least 1 and the grace not negative: " + failures + ", " + successes);
            }
        }
    }

    private final Thresholds thresholds;
    private final Health verdict;
    private final boolean probed;
    private final int streak;
    private final @Nullable Instant failingSince;
    private final Health last;
    private final String why;

    private HealthJudge(
            Thresholds thresholds,
            Health verdict,
            boolean probed,
            int streak,
            @Nullable Instant failingSince,
            Health last,
            String why) {
        this.thresholds = thresholds;
        this.verdict = verdict;
        this.probed = probed;
        this.streak = streak;
        this.failingSince = failingSince;
        this.last = last;
        this.why = why;
    }

    /** A judge that knows nothing. */
    public static HealthJudge unprobed(Thresholds thresholds) {
        return new HealthJudge(thresholds, Health.NOT_READY, false, 0, null, Health.NOT_READY, "not probed yet");
    }

    /** The verdict as it stands. */
    public Health verdict() {
        return verdict;
    }

    /** Whether any probe was heard yet. */
    public boolean probed() {
        return probed;
    }

    /** The judge after one more probe, taken at {@code now}. */
    public HealthJudge after(Probe probe, Instant now) {
        if (!probed) {
            @Nullable Instant since = probe.health() == Health.READY ? null : now;
            return new HealthJudge(thresholds, probe.health(), true, 1, since, probe.health(), probe.message());
        }
        boolean agrees = (probe.health() == Health.READY) == (last == Health.READY);
        int row = agrees ? streak + 1 : 1;
        if (probe.health() == Health.READY) {
            boolean back = verdict == Health.READY || row >= thresholds.successes();
            // A verdict that still stands against the member keeps its reason.
            return new HealthJudge(
                    thresholds, back ? Health.READY : verdict, true, row, null, probe.health(), back ? "" : why);
        }
        Instant since = failingSince == null ? now : failingSince;
        boolean out = verdict != Health.READY
                || (row >= thresholds.failures() && Duration.between(since, now).compareTo(thresholds.grace()) >= 0);
        return new HealthJudge(
                thresholds, out ? probe.health() : verdict, true, row, since, probe.health(), probe.message());
    }

    /**
     * {@code Ready} and {@code Offline}, in this order, both always present.
     *
     * @param before the conditions reported last; a transition time is kept where the status is the same
     * @param now the time of a transition
     */
    public List<Condition> conditions(List<Condition> before, Instant now) {
        return List.of(keep(before, readyCondition(now)), keep(before, offlineCondition(now)));
    }

    private Condition readyCondition(Instant now) {
        return switch (verdict) {
            case READY -> new Condition("Ready", Status.TRUE, "ClusterReady", "/healthz responded with ok", now);
            case NOT_READY ->
                new Condition("Ready", probed ? Status.FALSE : Status.UNKNOWN, "ClusterNotReady", why, now);
            case OFFLINE -> new Condition("Ready", Status.FALSE, "ClusterNotReachable", why, now);
        };
    }

    private Condition offlineCondition(Instant now) {
        if (!probed) {
            return new Condition("Offline", Status.UNKNOWN, "ClusterNotProbed", "not probed yet", now);
        }
        return verdict == Health.OFFLINE
                ? new Condition("Offline", Status.TRUE, "ClusterNotReachable", "cluster is not reachable", now)
                : new Condition("Offline", Status.FALSE, "ClusterReachable", "cluster is reachable", now);
    }

    private static Condition keep(List<Condition> before, Condition now) {
        return before.stream()
                .filter(old -> old.type().equals(now.type()))
                .findFirst()
                .map(now::since)
                .orElse(now);
    }
}
