package io.kubefed.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.read.Selection;
import io.kubefed.apiserver.read.Versions;
import io.kubefed.apiserver.read.View;
import io.kubefed.apiserver.read.Views;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageSignal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Watches. An event is encoded once for all who see it in the same form; a watch that falls behind ends with 410. */
public final class Watcher {

    private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(60);

    private final Storage storage;
    private final Views views;
    private final Scheduler timer;

    /** Follows {@code storage}; bookmarks and time limits are measured by {@code timer}. */
    public Watcher(Storage storage, Views views, Scheduler timer) {
        this.storage = storage;
        this.views = views;
        this.timer = timer;
    }

    /** Begins a watch of a collection. */
    public Mono<Answer> watch(Request request, Target target) {
        return Mono.fromSupplier(() -> {
            View view = views.ofWatch(request, target);
            Selection selection = Selection.of(request, target);
            WatchOptions options = WatchOptions.of(request);
            Flux<ByteBuffer> lines = Flux.defer(() -> events(target, options, new Events(view, selection)))
                    .onErrorResume(StorageException.Compacted.class, gone -> error(tooOld(gone)))
                    .onErrorResume(Refusal.class, Watcher::error);
            return new Answer.Stream(
                    200, List.of(Map.entry("Content-Type", view.contentType())), limited(lines, options));
        });
    }

    private Flux<ByteBuffer> limited(Flux<ByteBuffer> lines, WatchOptions options) {
        return options.timeout() == null ? lines : lines.takeUntilOther(Mono.delay(options.timeout(), timer));
    }

    private Flux<ByteBuffer> events(Target target, WatchOptions options, Events events) {
        if (!options.initial()) {
            return changes(target, options, options.after(), events);
        }
        return Versions.reached(storage, options.after(), timer)
                .then(Mono.defer(() -> storage.range(RangeQuery.all(target.prefix()))))
                .flatMapMany(range -> Flux.concat(
                        present(range, options, events), changes(target, options, range.revision(), events)));
    }

    private static Flux<ByteBuffer> present(Range range, WatchOptions options, Events events) {
        Flux<ByteBuffer> added = Flux.fromIterable(range.items()).mapNotNull(events::present);
        return options.bookmarkAfterInitial()
                ? added.concatWith(Mono.fromSupplier(() -> events.endOfPresent(range.revision())))
                : added;
    }

    private Flux<ByteBuffer> changes(Target target, WatchOptions options, long after, Events events) {
        Flux<Long> bookmarks = options.bookmarks() ? Flux.interval(BOOKMARK_EVERY, timer) : Flux.never();
        Flux<StorageSignal> signals = storage.watch(target.prefix(), after, bookmarks.onBackpressureDrop());
        return signals.mapNotNull(events::line);
    }

    private static Refusal tooOld(StorageException.Compacted gone) {
        return Refusal.expired("too old resource version: " + gone.asked() + " (" + gone.oldest() + ")");
    }

    private static Flux<ByteBuffer> error(Refusal refusal) {
        ObjectNode event = Json.object().put("type", "ERROR");
        event.set("object", refusal.status());
        byte[] json = Json.bytes(event);
        byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return Flux.just(ByteBuffer.wrap(line).asReadOnlyBuffer());
    }
}
