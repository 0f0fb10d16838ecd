package io.kubefed.informers.reflector;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.decode.Known;
import io.kubefed.informers.decode.ListDecoder;
import io.kubefed.informers.decode.ListListener;
import io.kubefed.informers.decode.WatchDecoder;
import io.kubefed.informers.decode.WatchListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The requests of a reflector: each sends one, hands what it decodes to a listener, and completes when the answer ends in order. */
final class Wire {

    /** A server answers a watch at once, if only with its head. */
    static final Duration HEAD = Duration.ofSeconds(15);

    private static final long LEAST_WATCH_SECONDS = 300;

    private final Selection selection;
    private final ClusterClient client;
    private final KeyTable keys;
    private final Known known;
    private final RandomGenerator random;
    private final IntConsumer read;

    /**
     * @param known what was seen of objects before
     * @param read hears how many bytes came
     */
    Wire(
            Selection selection,
            ClusterClient client,
            KeyTable keys,
            Known known,
            RandomGenerator random,
            IntConsumer read) {
        this.selection = selection;
        this.client = client;
        this.keys = keys;
        this.known = known;
        this.random = random;
        this.read = read;
    }

    /** What is followed, in messages. */
    String subject() {
        return client.name() + ": " + selection.type();
    }

    /**
     * One page of a list.
     *
     * @param items how many objects at most; 0 for all
     * @param token where to go on; empty for the beginning
     */
    Mono<Void> requestPage(int items, String token, Vigil vigil, ListListener listener) {
        ApiRequest request = collection();
        if (items > 0) {
            request = request.with("limit", Integer.toString(items));
        }
        if (!token.isEmpty()) {
            request = request.with("continue", token);
        }
        ListDecoder decoder = new ListDecoder(selection.projection(), keys, known, listener);
        return decoded(request, vigil, decoder::feed, decoder::end);
    }

    /** All objects as initial events, then the changes. */
    Mono<Void> requestWatchList(Vigil vigil, WatchListener listener) {
        return watch(
                following().with("sendInitialEvents", "true").with("resourceVersionMatch", "NotOlderThan"),
                vigil,
                listener);
    }

    /** The changes after a version. */
    Mono<Void> requestWatch(String version, Vigil vigil, WatchListener listener) {
        return watch(following().with("resourceVersion", version), vigil, listener);
    }

    private Mono<Void> watch(ApiRequest request, Vigil vigil, WatchListener listener) {
        WatchDecoder decoder = new WatchDecoder(selection.projection(), keys, known, listener);
        return decoded(request.within(HEAD), vigil, decoder::feed, decoder::end);
    }

    /** Five to ten minutes, so that the watches of many do not end together. */
    private ApiRequest following() {
        long seconds = LEAST_WATCH_SECONDS + random.nextLong(LEAST_WATCH_SECONDS + 1);
        return collection()
                .with("watch", "1")
                .with("allowWatchBookmarks", "true")
                .with("timeoutSeconds", Long.toString(seconds));
    }

    private ApiRequest collection() {
        ApiRequest request = ApiRequest.get(selection.path());
        if (!selection.labelSelector().isEmpty()) {
            request = request.with("labelSelector", selection.labelSelector());
        }
        if (!selection.fieldSelector().isEmpty()) {
            request = request.with("fieldSelector", selection.fieldSelector());
        }
        return request;
    }

    private Mono<Void> decoded(ApiRequest request, Vigil vigil, Consumer<ByteBuffer> feed, Runnable end) {
        Flux<ByteBuffer> bytes = vigil.over(client.stream(request));
        return bytes.doOnNext(piece -> {
                    vigil.heard();
                    read.accept(piece.remaining());
                    feed.accept(piece);
                })
                .then(Mono.fromRunnable(end));
    }
}
