package io.kubefed.core.replicas;

import io.kubefed.core.model.ClusterName;
import io.kubefed.core.replicas.ReplicaPlannerPropertyTest.Case;
import io.kubefed.core.replicas.ReplicaPlannerPropertyTest.Side;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;

/** The planner as one would explain it: replicas are handed out one by one. For cases whose minima fit. */
final class NaivePlan {

    private final Case some;
    private final long[] given;
    private final long[] ceiling;

    private NaivePlan(Case some) {
        this.some = some;
        given = new long[some.sides().size()];
        ceiling = new long[some.sides().size()];
    }

    static SortedMap<ClusterName, Integer> of(Case some) {
        NaivePlan plan = new NaivePlan(some);
        plan.run();
        SortedMap<ClusterName, Integer> result = new TreeMap<>();
        for (int i = 0; i < plan.given.length; i++) {
            result.put(new ClusterName("m" + i), (int) plan.given[i]);
        }
        return result;
    }

    private void run() {
        boolean enough = some.sum(Side::held) <= some.replicas();
        long left = some.replicas();
        for (int i = 0; i < given.length; i++) {
            Side side = some.sides().get(i);
            given[i] = some.rebalance() || !enough ? side.base() : side.held();
            ceiling[i] = some.rebalance() || enough ? side.room() : side.held();
            left -= given[i];
        }
        left = handOut(left, false);
        if (!some.rebalance() && !enough) {
            handOut(left, true);
        }
    }

    private long handOut(long replicas, boolean weightless) {
        long left = replicas;
        while (left > 0) {
            int best = -1;
            for (int i = 0; i < given.length; i++) {
                boolean takes = given[i] < ceiling[i] && (weight(i) == 0) == weightless;
                if (takes && (best < 0 || comesBefore(i, best, weightless))) {
                    best = i;
                }
            }
            if (best < 0) {
                return left;
            }
            given[best]++;
            left--;
        }
        return 0;
    }

    private boolean comesBefore(int a, int b, boolean weightless) {
        BigInteger left = share(a, weightless).multiply(odd(b));
        BigInteger right = share(b, weightless).multiply(odd(a));
        int byShare = right.compareTo(left);
        if (byShare != 0) {
            return byShare < 0;
        }
        if (weight(a) != weight(b)) {
            return weight(a) > weight(b);
        }
        return Contender.hash("m" + a, "web/shop") < Contender.hash("m" + b, "web/shop");
    }

    private BigInteger share(int i, boolean weightless) {
        return weightless ? BigInteger.ONE : BigInteger.valueOf(weight(i));
    }

    private BigInteger odd(int i) {
        return BigInteger.valueOf(2 * (given[i] - some.sides().get(i).base()) + 1);
    }

    private long weight(int i) {
        ReplicaPreference preference = some.sides().get(i).preference();
        return preference == null ? 0 : preference.weight();
    }
}
