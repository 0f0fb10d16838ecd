package io.kubefed.apiserver.read;

import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;

/**
 * Which page at which moment a list asks for.
 *
 * @param limit how many items at most; 0 for all
 * @param from the first key of a later page; empty for the first page
 * @param revision the exact moment; 0 for the newest
 * @param atLeast the revision that must have been reached
 * @param continued whether it follows another page
 */
record ListOptions(int limit, String from, long revision, long atLeast, boolean continued) {

    private static final String MATCH = "resourceVersionMatch";

    /**
     * Reads the options of a request.
     *
     * @throws Refusal if they contradict each other or cannot be read
     */
    static ListOptions of(Request request, String prefix) {
        String match = request.parameter(MATCH);
        String version = request.parameter("resourceVersion");
        String token = request.parameter("continue");
        int limit = limit(request.parameter("limit"));
        check(request, match, version);
        if (!token.isEmpty()) {
            if (!version.isEmpty() && !version.equals("0")) {
                throw Refusal.badRequest("specifying resource version is not allowed when using continue");
            }
            ContinueToken next = ContinueToken.parse(token, prefix);
            return new ListOptions(limit, next.from(), Math.max(0, next.revision()), 0, true);
        }
        long revision = Versions.parse(version);
        boolean exact = match.equals("Exact") || (match.isEmpty() && limit > 0 && revision > 0);
        boolean fromCache = version.equals("0");
        return new ListOptions(fromCache ? 0 : limit, "", exact ? revision : 0, revision, false);
    }

    private static void check(Request request, String match, String version) {
        if (request.has("sendInitialEvents")) {
            throw Reader.invalidOption(Cause.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
        if (match.isEmpty()) {
            return;
        }
        if (version.isEmpty()) {
            throw Reader.invalidOption(
                    Cause.forbidden(MATCH, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }
        if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
            throw Reader.invalidOption(Cause.unsupported(MATCH, Cause.quoted(match), "Exact", "NotOlderThan", ""));
        }
        if (match.equals("Exact") && version.equals("0")) {
            throw Reader.invalidOption(
                    Cause.forbidden(MATCH, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return (int) Math.max(0, Math.min(Integer.MAX_VALUE, Long.parseLong(text)));
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("strconv.ParseInt: parsing " + Cause.quoted(text) + ": invalid syntax");
        }
    }
}
