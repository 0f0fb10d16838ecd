package io.kubefed.sync.cluster;

import io.kubefed.core.model.ClusterName;

/** Knows what a member that leaves still has of this federation. */
@FunctionalInterface
public interface Leftovers {

    /**
     * What was counted.
     *
     * @param copies how many copies are known to be there and have to go
     * @param certain whether there can be no more: all of the member was looked at, and nothing is under way
     */
    record Count(int copies, boolean certain) {

        /** Whether nothing is left. */
        public boolean nothing() {
            return certain && copies == 0;
        }
    }

    /** Counts in memory; costs no request. */
    Count in(ClusterName member);
}
