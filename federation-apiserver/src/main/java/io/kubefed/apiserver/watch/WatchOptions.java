package io.kubefed.apiserver.watch;

import io.kubefed.apiserver.read.Versions;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a watch asks for.
 *
 * @param after the version after which changes are wanted; 0 for none
 * @param initial whether the present objects come first
 * @param bookmarkAfterInitial whether a bookmark ends the present objects
 * @param bookmarks whether bookmarks are wanted
 * @param timeout after what time it ends; null for never
 */
record WatchOptions(
        long after,
        boolean initial,
        boolean bookmarkAfterInitial,
        boolean bookmarks,
        @Nullable Duration timeout) {

    /**
     * Reads the options of a request.
     *
     * @throws Refusal if they contradict each other or cannot be read
     */
    static WatchOptions of(Request request) {
        String match = request.parameter("resourceVersionMatch");
        boolean asked = request.has("sendInitialEvents");
        boolean sends = request.flag("sendInitialEvents");
        if (asked && !match.equals("NotOlderThan")) {
            throw Refusal.invalidOptions(
                    "ListOptions",
                    Cause.forbidden(
                            "resourceVersionMatch",
                            "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }
        if (!asked && !match.isEmpty()) {
            throw Refusal.invalidOptions(
                    "ListOptions",
                    Cause.forbidden(
                            "resourceVersionMatch",
                            "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
        long version = Versions.parse(request.parameter("resourceVersion"));
        boolean bookmarks = request.flag("allowWatchBookmarks");
        boolean initial = sends || (version == 0 && !asked);
        return new WatchOptions(
                version, initial, sends && bookmarks, bookmarks, timeout(request.parameter("timeoutSeconds")));
    }

    private static @Nullable Duration timeout(String seconds) {
        if (seconds.isEmpty()) {
            return null;
        }
        try {
            long parsed = Long.parseLong(seconds);
            return parsed == 0 ? null : Duration.ofSeconds(Math.max(0, parsed));
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("strconv.ParseInt: parsing " + Cause.quoted(seconds) + ": invalid syntax");
        }
    }
}
