package io.kubefed.informers.reflector;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.ThrottledException;
import io.kubefed.core.error.TransientException;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.decode.ListListener;
import io.kubefed.informers.decode.WatchListener;
import io.kubefed.informers.reflector.InformerState.Phase;
import io.kubefed.informers.reflector.Vigil.SilentException;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.ObjectStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps a {@link StoreWriter} true to one resource type of one cluster.
 *
 * <p>Design note: a loop of rounds, each one connection. Without a cursor the round takes a snapshot: by WatchList if the server
 * offers it (one WATCH whose initial events end with an annotated bookmark, and which then goes on as the watch), by pages of LIST
 * otherwise. With a cursor the round watches from there. A round that ends in order is followed by the next at once; one that fails,
 * after a jittered wait. The cursor moves when what it stands for was handed to the store, and is forgotten when the server does
 * not know it any more (410), refuses it (400: another storage), does not serve the type (404: what comes back is another history),
 * or has twice been silent from it
 * (a version of the future, after a restore, is answered with silence).
 *
 * <p>A snapshot is built aside and swapped in whole; whatever breaks before its end leaves the store as it was. One that lacks most
 * of what was known, or all of it, is asked for a second time, by LIST without a version, before it is believed, because an empty list is what a
 * server with a broken cache or a wrong backend sends. Nothing a server sends ends the loop.
 *
 * <p>Invariant: rounds do not overlap, so their state needs no lock: each begins after the end of the one before.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists">Streaming lists (KEP-3157)</a>
 */
public final class Reflector {

    private static final long HASTY_MILLIS = 1_000;
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final StoreWriter writer;
    private final Wire wire;
    private final ReflectorSettings settings;
    private final SnapshotLimit limit;
    private final Patience patience;
    private final Scheduler timer;
    private final AtomicBoolean running = new AtomicBoolean();

    private String cursor = "";
    private boolean watched;
    private boolean pagesOnly;
    private boolean pagesNext;
    private boolean wholeNext;
    private boolean confirming;
    private boolean sendsBookmarks;
    private int unfinished;
    private int silences;
    private long beganAt;

    /**
     * A reflector that does nothing before {@link #run}.
     *
     * @param limit bounds the snapshots of all reflectors that share it
     * @param timer clock and alarm
     * @param random jitter
     */
    public Reflector(
            Selection selection,
            ClusterClient client,
            StoreWriter writer,
            KeyTable keys,
            ReflectorSettings settings,
            SnapshotLimit limit,
            Scheduler timer,
            RandomGenerator random) {
        this.writer = requireNonNull(writer, "writer");
        this.wire = new Wire(selection, client, keys, writer.store()::find, random, writer.standing()::read);
        this.settings = requireNonNull(settings, "settings");
        this.limit = requireNonNull(limit, "limit");
        this.patience = new Patience(settings, timer, random);
        this.timer = requireNonNull(timer, "timer");
    }

    /**
     * Follows the type. For one subscriber at a time; one that comes later goes on where the one before was cancelled.
     *
     * <dl>
     *   <dt>Completes</dt><dd>never
     *   <dt>Errors</dt><dd>{@link IllegalStateException} if it runs already; what the cluster does is shown in the state, and tried again
     *   <dt>Cancel</dt><dd>closes the connection
     *   <dt>Thread</dt><dd>decodes on the client's event loop
     * </dl>
     */
    public Mono<Void> run() {
        return Mono.using(this::begin, ignored -> rounds(), began -> running.set(false));
    }

    private boolean begin() {
        if (!running.compareAndSet(false, true)) {
            throw new IllegalStateException(wire.subject() + " is followed already");
        }
        return true;
    }

    private Mono<Void> rounds() {
        return Mono.defer(this::round).onErrorResume(this::pause).repeat().then();
    }

    private Mono<Void> round() {
        beganAt = now();
        return cursor.isEmpty() ? limit.guard(this::snapshot) : watch();
    }

    // --- Snapshots
    // -------------------------------------------------------------------------------------------------------

    private Mono<Void> snapshot(SnapshotLimit.Place place) {
        beganAt = now();
        watched = false;
        return pagesOnly || pagesNext || confirming ? list(place) : watchList(place);
    }

    private Mono<Void> watchList(SnapshotLimit.Place place) {
        Vigil vigil =
                new Vigil(wire.subject(), settings.stall(), settings.initialEvents(), timer).onFirstByte(place::use);
        WatchRound round = new WatchRound(writer.newSnapshot(), vigil, place::giveBack);
        return wire.requestWatchList(vigil, round)
                .then(Mono.fromRunnable(round::ended))
                .doOnError(SilentException.class, ignored -> silent(round))
                .onErrorResume(error -> round.isInitial() ? withoutWatchList(error, place) : Mono.error(error))
                .then();
    }

    /** A server that does not know the parameters refuses them; one that half knows them never comes to the end. */
    private Mono<Void> withoutWatchList(Throwable error, SnapshotLimit.Place place) {
        if (isRefusal(error)) {
            pagesOnly = true;
            return list(place);
        }
        if (error instanceof SilentException) {
            return list(place).doOnSuccess(ignored -> pagesOnly = true);
        }
        unfinished++;
        pagesNext = unfinished % 2 == 0;
        return Mono.error(error);
    }

    private static boolean isRefusal(Throwable error) {
        return error instanceof FederationException refused
                && switch (refused.code()) {
                    case 400, 405, 406, 415, 422, 501 -> true;
                    default -> false;
                };
    }

    private Mono<Void> list(SnapshotLimit.Place place) {
        return Mono.defer(() -> {
            ListRound round = new ListRound(writer.newSnapshot(), wholeNext ? 0 : settings.pageItems(), place);
            return Mono.defer(round::page)
                    .repeat(round::hasMore)
                    .then(Mono.fromRunnable(() -> adopt(round.snapshot, round.version)))
                    .doOnError(round::failed)
                    .doFinally(ignored -> place.giveBack())
                    .then();
        });
    }

    /** A list in pages. They all show the state at the version of the first. */
    private final class ListRound implements ListListener {

        private final ObjectStore.Snapshot snapshot;
        private final int items;
        private final SnapshotLimit.Place place;
        private String version = "";
        private String token = "";

        ListRound(ObjectStore.Snapshot snapshot, int items, SnapshotLimit.Place place) {
            this.place = place;
            this.snapshot = snapshot;
            this.items = items;
        }

        Mono<Void> page() {
            Vigil vigil = new Vigil(wire.subject(), settings.stall(), FOR_EVER, timer).onFirstByte(place::use);
            return wire.requestPage(items, token, vigil, this);
        }

        boolean hasMore() {
            return !token.isEmpty();
        }

        @Override
        public void item(Entry entry) {
            snapshot.put(entry);
        }

        @Override
        public void end(String resourceVersion, String continueToken) {
            if (!isVersion(resourceVersion)) {
                throw new TransientException(wire.subject() + ": the list has no version", null);
            }
            if (!continueToken.isEmpty() && continueToken.equals(token)) {
                throw new TransientException(wire.subject() + ": a page of the list says that it follows itself", null);
            }
            version = version.isEmpty() ? resourceVersion : version;
            token = continueToken;
        }

        /** A token lives for five minutes. Whoever needs longer asks for all at once. */
        void failed(Throwable error) {
            wholeNext |= hasMore() && error instanceof FederationException gone && gone.code() == 410;
        }
    }

    private void adopt(ObjectStore.Snapshot snapshot, String version) {
        int missing = snapshot.missing();
        int known = writer.store().size();
        boolean suspicious = missing > 0 && (missing == known || (missing > settings.shrink() && missing > known / 2));
        if (!confirming && suspicious) {
            confirming = true;
            writer.standing().suspected();
            throw new TransientException(
                    wire.subject() + ": a list lacks " + missing + " of " + known
                            + " known objects; asking again before it is believed",
                    null);
        }
        confirming = false;
        pagesNext = false;
        wholeNext = false;
        unfinished = 0;
        writer.replace(snapshot, version, now() - beganAt);
        cursor = version;
    }

    // --- Watches
    // ---------------------------------------------------------------------------------------------------------

    private Mono<Void> watch() {
        if (watched) {
            writer.standing().resumed();
        }
        watched = true;
        Vigil vigil = new Vigil(wire.subject(), settings.silence(), FOR_EVER, timer);
        WatchRound round = new WatchRound(null, vigil, () -> {});
        Mono<Void> events = wire.requestWatch(cursor, vigil, round)
                .then(Mono.fromRunnable(round::ended))
                .then()
                .doOnError(SilentException.class, ignored -> silent(round));
        return Mono.firstWithSignal(events, connected());
    }

    /** Never signals; a server that has not refused a watch until now has accepted it. */
    private Mono<Void> connected() {
        return Mono.delay(Wire.HEAD.plusSeconds(1), timer)
                .doOnNext(ignored -> writer.connected())
                .then(Mono.never());
    }

    private void silent(WatchRound round) {
        if (round.isInitial()) {
            return;
        }
        silences = round.heard ? 1 : silences + 1;
        if (silences > 1 && sendsBookmarks) {
            cursor = "";
            silences = 0;
        }
    }

    private final class WatchRound implements WatchListener {

        private final Vigil vigil;
        private final Runnable done;
        private ObjectStore.@Nullable Snapshot initial;
        private boolean heard;

        WatchRound(ObjectStore.@Nullable Snapshot initial, Vigil vigil, Runnable done) {
            this.initial = initial;
            this.vigil = vigil;
            this.done = done;
        }

        boolean isInitial() {
            return initial != null;
        }

        @Override
        public void saved(Entry entry) {
            if (initial != null) {
                initial.put(entry);
            } else {
                writer.saved(entry);
                moveTo(entry.resourceVersion());
            }
        }

        @Override
        public void deleted(Entry entry) {
            if (initial != null) {
                initial.remove(entry.key());
            } else {
                writer.deleted(entry);
                moveTo(entry.resourceVersion());
            }
        }

        @Override
        public void bookmark(String resourceVersion, boolean initialEventsEnd) {
            if (initial == null) {
                sendsBookmarks = true;
                if (isVersion(resourceVersion)) {
                    writer.bookmark(resourceVersion);
                    moveTo(resourceVersion);
                }
            } else if (initialEventsEnd) {
                become(resourceVersion, initial);
            }
        }

        private void become(String version, ObjectStore.Snapshot snapshot) {
            if (!isVersion(version)) {
                throw new TransientException(wire.subject() + ": the initial events have no version", null);
            }
            adopt(snapshot, version);
            initial = null;
            watched = true;
            vigil.relax(settings.silence());
            done.run();
        }

        private void moveTo(String version) {
            heard = true;
            silences = 0;
            if (isVersion(version)) {
                cursor = version;
            }
        }

        @Override
        public void error(ApiStatus status) {
            String message = wire.subject() + ": the watch ended: " + status.message();
            throw status.retryAfter() != null || status.code() == 429
                    ? new ThrottledException(message, status)
                    : new TransientException(message, status, null);
        }

        void ended() {
            if (initial != null) {
                throw new TransientException(wire.subject() + ": the watch ended before its initial events did", null);
            }
            if (now() - beganAt < HASTY_MILLIS) {
                // A server that ends watches at once must not be asked in a tight loop.
                throw new TransientException(wire.subject() + ": the watch ended at once", null);
            }
        }
    }

    /** Watching from "0" means from anywhere. */
    private static boolean isVersion(String version) {
        return !version.isEmpty() && !version.equals("0");
    }

    // --- Faults
    // ----------------------------------------------------------------------------------------------------------

    private Mono<Void> pause(Throwable thrown) {
        FederationException error = thrown instanceof FederationException known
                ? known
                : new TransientException(wire.subject() + ": what the cluster sent cannot be read: " + thrown, thrown);
        Phase phase = phase(error);
        if (error.code() == 410 || phase == Phase.NOT_SERVED || isRefusal(error)) {
            cursor = "";
        }
        writer.interrupted(phase, String.valueOf(error.getMessage()), confirming);
        boolean hopeless = phase == Phase.NOT_SERVED || phase == Phase.FORBIDDEN || error instanceof PermanentException;
        return Mono.delay(hopeless ? patience.probe() : patience.next(error), timer)
                .then();
    }

    private Phase phase(FederationException error) {
        return switch (error.code()) {
            case 404 -> Phase.NOT_SERVED;
            case 401, 403 -> Phase.FORBIDDEN;
            default -> writer.standing().synced() ? Phase.STALE : Phase.INITIALISING;
        };
    }

    private long now() {
        return timer.now(TimeUnit.MILLISECONDS);
    }
}
