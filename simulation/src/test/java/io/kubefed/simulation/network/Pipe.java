package io.kubefed.simulation.network;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.error.FederationException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.FluxSink;

/** One streamed body on its way: in order, late, and now and then in pieces. */
final class Pipe {

    private static final long STALE_MILLIS = 20_000;

    private final Route route;
    private final ApiRequest request;
    private final FluxSink<ByteBuffer> sink;
    private final Fate fate;
    private final Lie lie;
    private final Set<String> listed;
    private final Disposable.Swap upstream = Disposables.swap();
    private long lastAt;
    private boolean stalled;
    private boolean cutsNext;
    private boolean closed;

    /**
     * A body that is not on its way yet.
     *
     * @param listed the collections that this process saw whole: who never did has nothing by which to tell a lie
     */
    Pipe(Route route, ApiRequest request, FluxSink<ByteBuffer> sink, Set<String> listed) {
        this.route = route;
        this.request = request;
        this.sink = sink;
        this.fate = route.weather().ofStream(request);
        this.listed = listed;
        this.lie = listed.contains(request.path()) && route.weather().liesAbout(request.path())
                ? Lie.about(request)
                : Lie.NONE;
        this.cutsNext = route.weather().cuts();
    }

    void open() {
        route.opened(this, request);
        if (fate.silent()) {
            stalled = true;
            route.after(request.timeout().toMillis(), () -> fail(Errors.noAnswer(route.name(), request.timeout())));
            return;
        }
        route.after(fate.thereMillis(), this::connect);
    }

    private void connect() {
        FederationException refusal = fate.instead();
        if (closed) {
            return;
        }
        if (refusal != null) {
            route.after(fate.backMillis(), () -> fail(refusal));
            return;
        }
        upstream.replace(route.server().stream(route.asAnswered(request))
                .subscribe(this::arrived, error -> later(() -> fail((FederationException) error)), this::ended));
    }

    private void arrived(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        byte[] told = lie.tell(bytes);
        if (told.length > 0 && !stalled) {
            later(() -> deliver(told));
        }
    }

    private void ended() {
        byte[] rest = lie.end();
        if (rest.length > 0) {
            later(() -> deliver(rest));
        }
        later(() -> {
            if (!closed && !stalled) {
                listed.add(request.path());
                sink.complete();
            }
        });
    }

    /** In the order of sending, however long each takes. */
    private void later(Runnable task) {
        boolean watch = request.query().containsKey("watch");
        long delay = route.weather().is(Fault.STALE) && watch ? STALE_MILLIS : fate.backMillis();
        lastAt = Math.max(lastAt, route.nanos() + TimeUnit.MILLISECONDS.toNanos(delay));
        route.at(lastAt, task);
    }

    private void deliver(byte[] bytes) {
        if (closed || stalled) {
            return;
        }
        if (cutsNext) {
            sink.next(ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length / 2)));
            cut();
            return;
        }
        if (lie == Lie.NONE && Lie.endsInitialEvents(bytes)) {
            listed.add(request.path());
        }
        int half = bytes.length / 2;
        if (half > 0 && route.chance().nextInt(16) == 0) {
            sink.next(ByteBuffer.wrap(bytes, 0, half));
            sink.next(ByteBuffer.wrap(bytes, half, bytes.length - half));
        } else {
            sink.next(ByteBuffer.wrap(bytes));
        }
    }

    void stall() {
        stalled = true;
    }

    void cutWithNext() {
        cutsNext = true;
    }

    void cut() {
        fail(Errors.reset(route.name()));
    }

    void cutIf(String plural) {
        if (request.path().endsWith("/" + plural)) {
            cut();
        }
    }

    /** The version that a watch stands at is forgotten while it stands. */
    void forget() {
        if (request.query().containsKey("watch") && route.chance().nextBoolean()) {
            deliver(Lie.GONE);
        }
    }

    void forgetIf(Set<String> paths) {
        if (request.query().containsKey("watch") && paths.contains(request.path())) {
            later(() -> deliver(Lie.GONE));
        }
    }

    private void fail(FederationException error) {
        if (!closed) {
            sink.error(error);
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            upstream.dispose();
            route.closed(this);
        }
    }
}
