package io.kubefed.sync.cluster;

import io.kubefed.core.membership.HealthJudge.Thresholds;
import java.time.Duration;

/**
 * How members are watched over.
 *
 * @param period between probes of a member whose verdict stands
 * @param limit how long a probe may take
 * @param thresholds how many probes make a verdict
 * @param localityPeriod between looks at the labels of its nodes
 */
public record ClusterSettings(Duration period, Duration limit, Thresholds thresholds, Duration localityPeriod) {

    /** v1's period of 40 s, probes of 5 s, standard thresholds, nodes once an hour. */
    public static final ClusterSettings STANDARD =
            new ClusterSettings(Duration.ofSeconds(40), Duration.ofSeconds(5), Thresholds.DEFAULT, Duration.ofHours(1));

    /** How soon a probe that contradicts the verdict is followed by the next. */
    Duration doubtPeriod() {
        Duration soon = Duration.ofSeconds(5);
        return period.compareTo(soon) < 0 ? period : soon;
    }

    /** @throws IllegalArgumentException if a time is not positive */
    public ClusterSettings {
        if (period.isZero() || period.isNegative() || limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("the probe period and its limit must be positive");
        }
    }
}
