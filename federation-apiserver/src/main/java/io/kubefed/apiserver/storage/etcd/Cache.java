package io.kubefed.apiserver.storage.etcd;

import io.kubefed.apiserver.storage.Encoded;
import io.kubefed.apiserver.storage.StorageException.Unavailable;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.storage.timeline.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Keeps a timeline in step with etcd: all keys below a prefix once, then one watch. A watch that ends goes on behind what it said; if
 * etcd has forgotten that meanwhile, everything is read again.
 *
 * <p>Who needs to see a revision waits until the watch has reached it. Writes of others elsewhere in the etcd raise its revision
 * without an event for us: after a moment we ask the watch how far it is.
 */
final class Cache {

    private static final Logger LOG = LoggerFactory.getLogger(Cache.class);
    private static final Duration BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final long ASK_AFTER_MILLIS = 2;
    private static final long ASK_AGAIN_MILLIS = 100;

    /** Everything below the prefix at one revision. */
    record Snapshot(long revision, List<Stored> values) {}

    private record Waiter(long revision, MonoSink<Void> sink) {}

    /** The watch asked for what etcd has forgotten. */
    private static final class ForgottenException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private final EtcdClient client;
    private final Keys keys;
    private final Timeline timeline;
    private final Scheduler timer;
    private final Sinks.Many<Message> questions = Sinks.many().multicast().directBestEffort();
    private final PriorityQueue<Waiter> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiter::revision));
    private @Nullable Disposable question;

    Cache(EtcdClient client, Keys keys, Timeline timeline, Scheduler timer) {
        this.client = client;
        this.keys = keys;
        this.timeline = timeline;
        this.timer = timer;
    }

    static Mono<Snapshot> load(EtcdClient client, Keys keys) {
        return keys.pages(client)
                .collectList()
                .map(pages -> new Snapshot(pages.get(0).revision(), values(pages, keys)));
    }

    private static List<Stored> values(List<RangeResponse> pages, Keys keys) {
        List<Stored> values = new ArrayList<>();
        for (RangeResponse page : pages) {
            for (KeyValue found : page.values()) {
                Stored value = stored(keys.inner(found.key()), found);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    private static @Nullable Stored stored(String key, KeyValue found) {
        try {
            return Encoded.read(found.value()).at(key, found.revision());
        } catch (IOException e) {
            LOG.atError()
                    .addKeyValue("key", key)
                    .addKeyValue("revision", found.revision())
                    .addKeyValue("error", e.getMessage())
                    .log("what is stored in etcd is no object, and is not served");
            return null;
        }
    }

    /** Follows etcd; never completes. */
    Mono<Void> follow() {
        return Flux.defer(this::changes)
                .doOnNext(this::take)
                .onErrorResume(ForgottenException.class, forgotten -> reload().thenMany(Flux.empty()))
                .repeat()
                .retryWhen(Retry.backoff(Long.MAX_VALUE, BACKOFF)
                        .maxBackoff(LONGEST_BACKOFF)
                        .transientErrors(true)
                        .scheduler(timer)
                        .doBeforeRetry(retry -> LOG.atWarn()
                                .addKeyValue("error", retry.failure().getMessage())
                                .log("the watch of etcd ended, beginning again")))
                .then();
    }

    private Flux<WatchResponse> changes() {
        return client.watch(keys.watchAfter(timeline.revision()), questions.asFlux());
    }

    private void take(WatchResponse response) {
        if (response.compacted() != 0) {
            throw new ForgottenException();
        }
        if (!response.end().isEmpty()) {
            throw new Unavailable("etcd ended the watch: " + response.end());
        }
        if (response.isProgress()) {
            timeline.advance(response.revision());
        }
        List<Change> changes = new ArrayList<>();
        for (WatchResponse.Event event : response.events()) {
            Change change = change(event);
            if (change != null) {
                timeline.append(change);
                changes.add(change);
            }
            timeline.advance(event.value().revision());
        }
        timeline.tell(changes);
        release();
    }

    private @Nullable Change change(WatchResponse.Event event) {
        String key = keys.inner(event.value().key());
        Stored before = timeline.find(key);
        Stored after = event.removal() ? null : stored(key, event.value());
        if (after != null) {
            return Change.put(before, after);
        }
        return before == null
                ? null
                : Change.removal(before, before.at(event.value().revision()));
    }

    private Mono<Void> reload() {
        return load(client, keys)
                .doOnNext(snapshot -> {
                    timeline.restart(snapshot.revision(), snapshot.values());
                    release();
                })
                .then();
    }

    /** Completes once the timeline has reached a revision. */
    Mono<Void> reached(long revision) {
        return Mono.create(sink -> {
            if (!waits(revision, sink)) {
                sink.success();
            }
        });
    }

    private boolean waits(long revision, MonoSink<Void> sink) {
        synchronized (waiting) {
            if (timeline.revision() >= revision) {
                return false;
            }
            waiting.add(new Waiter(revision, sink));
            if (question == null) {
                question = timer.schedule(this::ask, ASK_AFTER_MILLIS, TimeUnit.MILLISECONDS);
            }
            return true;
        }
    }

    private void ask() {
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return;
            }
            question = timer.schedule(this::ask, ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
        // Nobody listens while the watch begins again; then the next question finds it.
        questions.tryEmitNext(WatchResponse.progress());
    }

    private void release() {
        List<MonoSink<Void>> reached = new ArrayList<>();
        synchronized (waiting) {
            long revision = timeline.revision();
            for (Waiter first = waiting.peek(); first != null && first.revision() <= revision; first = waiting.peek()) {
                reached.add(first.sink());
                waiting.remove();
            }
            if (waiting.isEmpty() && question != null) {
                question.dispose();
                question = null;
            }
        }
        reached.forEach(MonoSink::success);
    }
}
