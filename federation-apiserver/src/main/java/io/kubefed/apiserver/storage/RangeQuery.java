package io.kubefed.apiserver.storage;

import static java.util.Objects.requireNonNull;

/**
 * Which values a reader wants.
 *
 * @param prefix what the keys begin with
 * @param from the first key that may be in the answer; empty to begin at the beginning
 * @param limit how many at most; 0 for all
 * @param revision the moment; 0 for the newest
 */
public record RangeQuery(String prefix, String from, int limit, long revision) {

    /** Checks that no part is null. */
    public RangeQuery {
        requireNonNull(prefix, "prefix");
        requireNonNull(from, "from");
    }

    /** Everything below a prefix as it is now. */
    public static RangeQuery all(String prefix) {
        return new RangeQuery(prefix, "", 0, 0);
    }
}
