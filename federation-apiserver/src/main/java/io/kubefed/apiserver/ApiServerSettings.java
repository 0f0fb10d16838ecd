package io.kubefed.apiserver;

/**
 * How a server is set up.
 *
 * @param firstRevision the version before that of the first object, far above 1: an apply with version 1 only creates
 * @param historyWrites how many writes watches and pages may look back
 */
public record ApiServerSettings(long firstRevision, int historyWrites) {

    /** What is right for most. */
    public static final ApiServerSettings DEFAULT = new ApiServerSettings(1_000, 10_000);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a version could be 1, or there is no history
     */
    public ApiServerSettings {
        if (firstRevision < 100 || historyWrites < 1) {
            throw new IllegalArgumentException("first revision " + firstRevision + " must be 100 or more, history "
                    + historyWrites + " 1 or more");
        }
    }
}
