package io.kubefed.simulation.network;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of each request, by the fault that rules and by chance. */
final class Weather {

    private final String cluster;
    private final RandomGenerator chance;
    private final boolean knowsWatchList;
    private final Set<String> lies = new HashSet<>();
    private final Set<String> liedAbout = new HashSet<>();
    private @Nullable Fault fault;
    private String missing = "";

    /** @param knowsWatchList whether the server offers lists as initial events of a watch */
    Weather(String cluster, RandomGenerator chance, boolean knowsWatchList) {
        this.cluster = cluster;
        this.chance = chance;
        this.knowsWatchList = knowsWatchList;
    }

    void change(@Nullable Fault next, String missingType) {
        fault = next;
        missing = missingType;
    }

    boolean is(Fault asked) {
        return fault == asked;
    }

    /** Nobody is lied to twice in a row: whoever asks again learns the truth. */
    boolean liesAbout(String path) {
        if (fault != Fault.EMPTY_LIST || liedAbout.remove(path) || chance.nextInt(4) == 0) {
            return false;
        }
        lies.add(path);
        return liedAbout.add(path);
    }

    /** The collections that were lied about until now. */
    Set<String> takeLies() {
        Set<String> told = Set.copyOf(lies);
        lies.clear();
        return told;
    }

    boolean cuts() {
        return fault == Fault.CUT && chance.nextInt(3) > 0;
    }

    long millis() {
        return 1L + chance.nextInt(20);
    }

    Fate ofCall(ApiRequest request) {
        long there = millis();
        if (fault == null) {
            return Fate.delivered(there, millis());
        }
        return switch (fault) {
            case PARTITION -> Fate.refused(there, Errors.refusedConnection(cluster));
            case HALF_OPEN -> Fate.unanswered(there, chance.nextBoolean());
            case SLOW -> Fate.delivered(slowly(), slowly());
            case THROTTLED ->
                chance.nextInt(10) < 7
                        ? Fate.refused(there, Errors.throttled(cluster, 1 + chance.nextInt(5)))
                        : Fate.delivered(there, millis());
            case BROKEN -> broken(there);
            case CUT ->
                chance.nextInt(10) < 6 ? Fate.doneBut(there, Errors.reset(cluster)) : Fate.delivered(there, millis());
            case MISSING_TYPE ->
                isMissing(request) ? Fate.refused(there, Errors.notServed(cluster)) : Fate.delivered(there, millis());
            case GONE, EMPTY_LIST, STALE -> Fate.delivered(there, millis());
        };
    }

    Fate ofStream(ApiRequest request) {
        if (!knowsWatchList && request.query().containsKey("sendInitialEvents") && fault != Fault.PARTITION) {
            return Fate.refused(millis(), Errors.noWatchList(cluster));
        }
        boolean resumes =
                request.query().containsKey("watch") && request.query().containsKey("resourceVersion");
        boolean goesOn = resumes || request.query().containsKey("continue");
        return fault == Fault.GONE && goesOn && chance.nextInt(10) < 8
                ? Fate.refused(millis(), Errors.gone(cluster))
                : ofCall(request);
    }

    private long slowly() {
        return 100L + chance.nextInt(12_000);
    }

    private Fate broken(long there) {
        int dice = chance.nextInt(10);
        if (dice < 4) {
            return Fate.refused(there, Errors.broken(cluster, false));
        }
        return dice < 7 ? Fate.doneBut(there, Errors.broken(cluster, true)) : Fate.delivered(there, millis());
    }

    private boolean isMissing(ApiRequest request) {
        boolean list = request.method() == Method.GET && request.path().endsWith("/" + missing);
        return list || request.path().contains("/" + missing + "/");
    }
}
