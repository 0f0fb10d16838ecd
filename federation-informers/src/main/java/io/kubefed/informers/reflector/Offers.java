package io.kubefed.informers.reflector;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.store.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects that answers to our own writes showed before the stream did, each until the stream has caught up with it.
 *
 * <p>Versions are compared as numbers, which holds within one type of one cluster (KEP-5504). Where they are no numbers, nothing is
 * taken in. Not thread-safe.
 */
final class Offers {

    private static final long NO_NUMBER = -1;

    private final Map<ObjectKey, Entry> ahead = new HashMap<>();
    private long seen = NO_NUMBER;

    /**
     * Takes an object in, unless the stream has shown its version, or a later one: it may have been deleted since.
     *
     * @param known what the store has of it
     * @return whether it is news
     */
    boolean add(Entry offered, @Nullable Entry known) {
        long version = number(offered.resourceVersion());
        boolean old =
                seen == NO_NUMBER || version <= seen || (known != null && number(known.resourceVersion()) >= version);
        if (!old) {
            ahead.put(offered.key(), offered);
        }
        return !old;
    }

    /** Whether what the stream shows of an object was overtaken by what we know. */
    boolean overtook(Entry streamed) {
        @Nullable Entry offered = ahead.get(streamed.key());
        return offered != null && number(offered.resourceVersion()) > number(streamed.resourceVersion());
    }

    /** The stream has shown everything up to this version. */
    void passed(String version) {
        seen = Math.max(seen, number(version));
        forgetSeen();
    }

    /**
     * A snapshot of this version replaces what was known.
     *
     * @return what is newer than it. Nothing if the cluster went back to an older version, as one restored from a backup does: what
     *     we wrote since is lost
     */
    Collection<Entry> snapshot(String version) {
        long number = number(version);
        if (number < seen) {
            ahead.clear();
        }
        seen = number;
        forgetSeen();
        return ahead.values();
    }

    private void forgetSeen() {
        if (!ahead.isEmpty()) {
            ahead.values().removeIf(entry -> number(entry.resourceVersion()) <= seen);
        }
    }

    private static long number(String version) {
        if (version.isEmpty() || version.length() > 18) {
            return NO_NUMBER;
        }
        long number = 0;
        for (int i = 0; i < version.length(); i++) {
            int digit = version.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_NUMBER;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
