package io.kubefed.apiserver.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A key-value store with revisions. Every successful write takes the next revision; a reader may ask for the state at an older
 * one, or follow what happened since, as far back as the history reaches.
 *
 * <p>Keys are ASCII and begin with a slash; the part up to the second slash names a collection, for example
 * {@code /deployments.apps/}. Keys are ordered by their bytes.
 *
 * <dl>
 *   <dt>Errors</dt><dd>{@link StorageException}
 *   <dt>Thread</dt><dd>whichever the backend works on; an in-memory store answers on the caller's
 * </dl>
 */
public interface Storage {

    /** The newest value of a key; empty if there is none. */
    Mono<Stored> find(String key);

    /**
     * The values of many keys at one moment.
     *
     * <p>Errors with {@link StorageException.Compacted} if that moment is older than the history, with
     * {@link StorageException.Future} if it has not come yet.
     */
    Mono<Range> range(RangeQuery query);

    /**
     * Writes a value if nothing happened to the key since.
     *
     * @param expected the revision of the value that it replaces; 0 if there must be none
     * @param content the object without a {@code metadata.resourceVersion}; not to be changed afterwards
     * @return emits the stored value; errors with {@link StorageException.Stale} if {@code expected} is not the key's revision
     */
    Mono<Stored> put(String key, long expected, ObjectNode content);

    /**
     * Removes a value if nothing happened to the key since.
     *
     * @return emits what was removed, at the revision of its removal; errors with {@link StorageException.Stale} if
     *     {@code expected} is not the key's revision
     */
    Mono<Stored> delete(String key, long expected);

    /**
     * Follows the keys below a prefix.
     *
     * <dl>
     *   <dt>Emits</dt><dd>every {@link StorageSignal.Change} after revision {@code after}, in the order of revisions, without
     *       gaps; one {@link StorageSignal.Progress} per signal of {@code progress}, once everything up to it was emitted
     *   <dt>Completes</dt><dd>never
     *   <dt>Errors</dt><dd>{@link StorageException.Compacted} if {@code after} is, or the subscriber fell, behind the history
     *   <dt>Cancel</dt><dd>leaves nothing behind
     *   <dt>Thread</dt><dd>that of the writer, or of the request
     * </dl>
     *
     * <p>Costs no memory per subscriber, however slow: events are shared.
     *
     * @param prefix at least the name of a collection with both slashes
     */
    Flux<StorageSignal> watch(String prefix, long after, Publisher<?> progress);

    /** The revision of the last write. */
    Mono<Long> revision();

    /** How many subscribers of {@link #watch} there are now. */
    int openWatches();
}
