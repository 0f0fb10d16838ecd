package io.kubefed.sync;

import io.kubefed.core.model.Condition;
import io.kubefed.core.model.Condition.Status;
import io.kubefed.core.replicas.Candidate;
import io.kubefed.core.replicas.ReplicaPlan;
import io.kubefed.core.replicas.ReplicaPreference;
import io.kubefed.sync.preferences.ReplicaDemand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The condition {@code Placed}: whether all replicas of a template found a place (v1 said nothing, G-41). */
final class Placement {

    static final String TYPE = "Placed";

    private static final int MOST_NAMED = 5;

    private Placement() {}

    static Condition condition(ReplicaDemand demand, List<Candidate> candidates, ReplicaPlan plan, Instant now) {
        int replicas = demand.replicas();
        if (plan.unplaced() > 0) {
            String message = plan.unplaced() + " of " + replicas + " replicas have no place: "
                    + (candidates.isEmpty() ? "no member is selected" : reasons(demand, candidates, plan));
            return new Condition(TYPE, Status.FALSE, "NoPlace", message, now);
        }
        long minima = candidates.stream()
                .mapToLong(candidate -> demand.preferences()
                        .find(candidate.cluster())
                        .map(ReplicaPreference::min)
                        .orElse(0))
                .sum();
        return minima > replicas && replicas > 0
                ? new Condition(
                        TYPE,
                        Status.FALSE,
                        "MinimaNotMet",
                        "minReplicas add up to " + minima + ", but there are " + replicas + " replicas",
                        now)
                : new Condition(TYPE, Status.TRUE, "Placed", replicas + " replicas", now);
    }

    private static String reasons(ReplicaDemand demand, List<Candidate> candidates, ReplicaPlan plan) {
        String named = candidates.stream()
                .limit(MOST_NAMED)
                .map(candidate -> candidate.cluster() + " " + reason(demand, candidate, plan))
                .collect(Collectors.joining(", "));
        int more = candidates.size() - MOST_NAMED;
        return more > 0 ? named + " and so on, " + more + " more" : named;
    }

    private static String reason(ReplicaDemand demand, Candidate candidate, ReplicaPlan plan) {
        Optional<ReplicaPreference> preference = demand.preferences().find(candidate.cluster());
        int given = plan.wanted(candidate.cluster());
        if (preference.isEmpty()) {
            return "has no preference";
        }
        if (given == preference.get().max()) {
            return "takes " + given + " at most";
        }
        if (given >= candidate.capacity()) {
            return "can run " + candidate.capacity();
        }
        return candidate.cordoned()
                ? "takes nothing new"
                : "has weight " + preference.get().weight();
    }
}
