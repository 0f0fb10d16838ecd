package io.kubefed.simulation.network;

import io.kubefed.core.error.FederationException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one request.
 *
 * @param thereMillis how long it travels
 * @param backMillis how long what comes back travels
 * @param arrives whether the cluster gets to see it
 * @param instead what comes back in place of the cluster's answer; null for the answer itself
 * @param silent whether nothing at all comes back
 */
record Fate(
        long thereMillis,
        long backMillis,
        boolean arrives,
        @Nullable FederationException instead,
        boolean silent) {

    static Fate delivered(long thereMillis, long backMillis) {
        return new Fate(thereMillis, backMillis, true, null, false);
    }

    static Fate refused(long thereMillis, FederationException error) {
        return new Fate(thereMillis, 1, false, error, false);
    }

    /** It is done, but whoever asked for it hears otherwise. */
    static Fate doneBut(long thereMillis, FederationException error) {
        return new Fate(thereMillis, 1, true, error, false);
    }

    static Fate unanswered(long thereMillis, boolean arrives) {
        return new Fate(thereMillis, 1, arrives, null, true);
    }
}
