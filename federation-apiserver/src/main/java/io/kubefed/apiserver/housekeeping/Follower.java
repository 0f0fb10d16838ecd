package io.kubefed.apiserver.housekeeping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Works on every object of a collection that is being deleted, each at most once at a time, until it is done with. */
final class Follower {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Storage storage;
    private final Scheduler timer;

    Follower(Storage storage, Scheduler timer) {
        this.storage = storage;
        this.timer = timer;
    }

    /**
     * Follows a collection.
     *
     * @param work makes one attempt; emits whether nothing is left to do
     * @return never completes
     */
    Mono<Void> run(String prefix, Function<ObjectNode, Mono<Boolean>> work) {
        return kept(Flux.defer(() -> deleted(prefix, ConcurrentHashMap.newKeySet(), work))
                .then());
    }

    /** Begins again when the history is lost, at once, or the store is not there, after a moment. */
    Mono<Void> kept(Mono<Void> following) {
        return following
                .retryWhen(Retry.indefinitely().filter(StorageException.Compacted.class::isInstance))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, AGAIN)
                        .scheduler(timer)
                        .filter(StorageException.Unavailable.class::isInstance));
    }

    private Flux<Void> deleted(String prefix, Set<String> busy, Function<ObjectNode, Mono<Boolean>> work) {
        return storage.range(RangeQuery.all(prefix))
                .flatMapMany(range -> Flux.concat(
                        Flux.fromIterable(range.items()),
                        storage.watch(prefix, range.revision(), Flux.never())
                                .ofType(Change.class)
                                .filter(change -> !change.removal())
                                .map(Change::after)))
                .filter(value -> value.content().path("metadata").hasNonNull("deletionTimestamp"))
                .filter(value -> busy.add(value.key()))
                // As many at once as are being deleted: one that cannot end must not hold up the others.
                .flatMap(value -> finish(value, work).doFinally(end -> busy.remove(value.key())), Integer.MAX_VALUE);
    }

    private Mono<Void> finish(Stored value, Function<ObjectNode, Mono<Boolean>> work) {
        return storage.find(value.key())
                .flatMap(current -> work.apply(current.content()))
                .defaultIfEmpty(true)
                .doOnError(error -> LOG.atWarn()
                        .addKeyValue("key", value.key())
                        .addKeyValue("error", error.getMessage())
                        .log("clean-up failed, will try again"))
                .onErrorReturn(false)
                .filter(done -> done)
                .repeatWhenEmpty(Integer.MAX_VALUE, attempts -> attempts.delayElements(AGAIN, timer))
                .then();
    }
}
