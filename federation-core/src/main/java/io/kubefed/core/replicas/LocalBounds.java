package io.kubefed.core.replicas;

import io.kubefed.core.model.ClusterName;
import io.kubefed.core.replicas.MemberAutoscaler.Scaled;
import org.jspecify.annotations.Nullable;

/**
 * A member's autoscaler during one run of the splitter: what it has, what it can spare, what it lacks.
 *
 * <p>Who spares some of its maximum keeps room for one replica more than it wants. Otherwise it would lack one at once, and a single
 * replica would wander between two members for ever, as it did in v1.
 */
final class LocalBounds extends Share {

    final ClusterName cluster;
    final boolean present;
    final long busy;
    final long desired;
    final boolean sparesMax;
    final boolean lacksMax;
    final boolean sparesMin;
    final boolean lacksMin;
    final long oldMin;

    long min;
    long max;

    LocalBounds(MemberAutoscaler one) {
        cluster = one.cluster();
        @Nullable AutoscalerBounds bounds = one.bounds();
        present = bounds != null;
        min = bounds == null ? 0 : bounds.min();
        max = bounds == null ? 0 : bounds.max();
        oldMin = min;
        weight = 1;
        desired = one.desired();
        busy = Math.max(1, Math.max(one.current(), one.desired()));
        boolean pristine = present && one.scaled() == Scaled.NEVER && one.desired() == 0;
        boolean atRest = present && one.scaled() == Scaled.BEFORE;
        boolean same = one.desired() == one.current();
        sparesMax = max > min && (pristine || (atRest && one.desired() <= one.current() && one.desired() < max - 1));
        lacksMax = atRest && same && one.current() == max;
        sparesMin = min > 1 && (pristine || (atRest && same && one.current() == min));
        lacksMin = atRest && min < max && one.desired() > min;
    }

    /** As much as may be taken at need before anything is taken from those that are in use. */
    long dispensableDownTo() {
        return sparesMax ? Math.min(max, busy) : max;
    }
}
