package io.kubefed.sync.record;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.TemplateKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * All records: kept in memory, which is the truth while this process leads, and written to the federation API a moment after they
 * change, many changes in one write.
 *
 * <p>What is lost when the process dies between a change and its write is learnt again from the members; the one thing that is
 * not, the decision about the copies of a deleted template, is written with {@link #store} before anything follows from it.
 *
 * <p>Thread-safe. A write costs one request; a record that came back to what was written costs none.
 */
public final class Ledger {

    /** How long a change waits for others. */
    private static final Duration COALESCE = Duration.ofMillis(100);

    private final ClusterClient federationApi;
    private final String fieldManager;
    private final WorkQueue<TemplateKey> writes;
    private final Map<TemplateKey, Slot> slots = new ConcurrentHashMap<>();
    private final RecordNames names = new RecordNames();
    private final Map<TemplateKey, Sinks.Empty<Void>> underWay = new ConcurrentHashMap<>();
    private volatile boolean complete;

    /** The uids of templates whose records are being removed: late echoes of those are no news. */
    private final Map<TemplateKey, String> leaving = new ConcurrentHashMap<>();

    /**
     * A ledger with nothing in it.
     *
     * @param federationApi where records are written
     * @param fieldManager the manager that they are applied with
     * @param writes where records wait to be written; drained by {@link #run}
     */
    public Ledger(ClusterClient federationApi, String fieldManager, WorkQueue<TemplateKey> writes) {
        this.federationApi = requireNonNull(federationApi, "federationApi");
        this.fieldManager = requireNonNull(fieldManager, "fieldManager");
        this.writes = requireNonNull(writes, "writes");
    }

    /**
     * Writes records as they change.
     *
     * @return completes never; a record that cannot be written is tried again with backoff
     */
    public Mono<Void> run() {
        return writes.drain(this::write);
    }

    /** The record of a template, or null if there is none. */
    public @Nullable Propagation find(TemplateKey template) {
        @Nullable Slot slot = slots.get(template);
        return slot == null ? null : slot.current;
    }

    /** The templates that have a record; a snapshot. */
    public Collection<TemplateKey> templates() {
        return List.copyOf(slots.keySet());
    }

    /**
     * Changes the record of a template, and has it written soon if that made a difference.
     *
     * @param templateUid the template; a record of another uid is replaced by an empty one first
     */
    public Propagation update(TemplateKey template, String templateUid, UnaryOperator<Propagation> change) {
        Slot slot = requireNonNull(slots.compute(template, (key, old) -> {
            Propagation before = old == null || !old.current.templateUid().equals(templateUid)
                    ? Propagation.of(templateUid)
                    : old.current;
            return new Slot(change.apply(before), old == null ? null : old.written, old == null ? "" : old.version);
        }));
        if (slot.isDirty()) {
            writes.addAfter(template, COALESCE, Priority.NORMAL);
        }
        return slot.current;
    }

    /** Changes the record of a template if there is one. */
    public void updateIfPresent(TemplateKey template, UnaryOperator<Propagation> change) {
        @Nullable Slot slot = slots.computeIfPresent(
                template, (key, old) -> new Slot(change.apply(old.current), old.written, old.version));
        if (slot != null && slot.isDirty()) {
            writes.addAfter(template, COALESCE, Priority.NORMAL);
        }
    }

    /**
     * Writes the record now.
     *
     * @return completes when it is stored; errors if it could not be
     */
    public Mono<Void> store(TemplateKey template) {
        return write(template).then();
    }

    /** Says that every stored record was observed: from here on a record that is not in memory is not wanted. */
    public void markComplete() {
        complete = true;
    }

    /** Whether a stored record is the one of a template, and not a copy of it that someone made, or a late echo. */
    public boolean isRecordOf(TemplateKey template, ObjectKey record) {
        boolean removedSince = complete && !slots.containsKey(template);
        return !removedSince && names.found(template, record);
    }

    /**
     * Takes in a record as the federation API shows it. The first one of a template is believed; later ones, which are echoes or
     * someone else's doing, only tell what is stored there, and are put right.
     *
     * @param object the object; null if it is gone
     */
    public void observe(TemplateKey template, @Nullable KubeObject object) {
        if (object == null) {
            leaving.remove(template);
            @Nullable Slot slot = slots.computeIfPresent(template, (key, old) -> new Slot(old.current, null, old.version));
            if (slot != null) {
                writes.addAfter(template, COALESCE, Priority.LOW);
            }
            return;
        }
        if (complete && !slots.containsKey(template)) {
            // The echo of a write to a record that was removed since.
            return;
        }
        Propagation stored = RecordCodec.decode(object);
        if (stored.templateUid().equals(leaving.get(template))) {
            return;
        }
        Slot slot = requireNonNull(slots.compute(template, (key, old) -> {
            if (old == null) {
                return new Slot(stored, stored, object.resourceVersion());
            }
            return isOlder(object.resourceVersion(), old.version)
                    ? old
                    : new Slot(old.current, stored, object.resourceVersion());
        }));
        if (slot.isDirty()) {
            writes.addAfter(template, COALESCE, Priority.LOW);
        }
    }

    /** Removes the record of a template that is gone, from memory and from the federation API. One request. */
    public Mono<Void> remove(TemplateKey template) {
        return Mono.defer(() -> {
            @Nullable Slot slot = slots.remove(template);
            if (slot == null) {
                return Mono.empty();
            }
            leaving.put(template, slot.current.templateUid());
            return federationApi
                    .delete(RecordCodec.recordType(template.type()), names.of(template), "", "Background")
                    .doOnSuccess(gone -> names.release(template))
                    .doOnError(error -> restore(template, slot));
        });
    }

    private void restore(TemplateKey template, Slot slot) {
        leaving.remove(template);
        slots.putIfAbsent(template, slot);
    }

    /** One write of a record at a time: who comes meanwhile waits, and then finds that there is nothing left to write. */
    private Mono<Outcome> write(TemplateKey template) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> turn = Sinks.empty();
            Sinks.@Nullable Empty<Void> before = underWay.putIfAbsent(template, turn);
            return before == null
                    ? request(template).doFinally(signal -> end(template, turn))
                    : before.asMono().then(write(template));
        });
    }

    private void end(TemplateKey template, Sinks.Empty<Void> turn) {
        underWay.remove(template, turn);
        turn.tryEmitEmpty();
    }

    private Mono<Outcome> request(TemplateKey template) {
        @Nullable Slot slot = slots.get(template);
        if (slot == null || !slot.isDirty()) {
            return Mono.just(Outcome.SETTLED);
        }
        KubeObject object = RecordCodec.encode(template, names.of(template), slot.current);
        return federationApi
                .apply(RecordCodec.recordType(template.type()), object.key(), object.toBytes(), fieldManager, true)
                .map(ApiResponse::object)
                .doOnNext(stored -> written(template, slot.current, stored.resourceVersion()))
                .thenReturn(Outcome.SETTLED)
                .onErrorResume(FederationException.class, error -> afterFailure(template, error));
    }

    private void written(TemplateKey template, Propagation record, String version) {
        @Nullable Slot slot = slots.computeIfPresent(
                template, (key, old) -> new Slot(old.current, record, newer(version, old.version)));
        if (slot != null && slot.isDirty()) {
            writes.addAfter(template, COALESCE, Priority.NORMAL);
        }
    }

    /** A namespace that is being deleted takes no new records, and its old ones go with it. */
    private Mono<Outcome> afterFailure(TemplateKey template, FederationException error) {
        boolean terminating = error.status().causes().stream()
                .anyMatch(cause -> cause.reason().equals("NamespaceTerminating"));
        boolean gone = error.code() == 404 && template.key().namespaced();
        return terminating || gone ? Mono.just(Outcome.SETTLED) : Mono.error(error);
    }

    private static String newer(String a, String b) {
        return isOlder(a, b) ? b : a;
    }

    /** Versions of one type in one cluster are comparable as numbers (KEP-5504); others are taken as newer. */
    private static boolean isOlder(String version, String than) {
        if (than.length() != version.length()) {
            return version.length() < than.length();
        }
        return version.compareTo(than) < 0;
    }

    /**
     * @param current the record as it is
     * @param written the record as it is stored; null if none is
     * @param version the newest version of the stored object that was seen
     */
    private record Slot(Propagation current, @Nullable Propagation written, String version) {

        boolean isDirty() {
            return !current.equals(written);
        }
    }
}
