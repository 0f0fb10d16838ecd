package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.admission.Admission;
import io.kubefed.apiserver.admission.Operation;
import io.kubefed.apiserver.catalog.Definition;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.patch.PatchException;
import io.kubefed.apiserver.read.Conversion;
import io.kubefed.apiserver.read.View;
import io.kubefed.apiserver.read.Views;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.rules.RulesTable;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.core.model.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Create, replace, patch and apply.
 *
 * <p>Each reads the object, decides in memory what becomes of it, and writes that if nobody wrote in between; otherwise it begins
 * again.
 */
public final class Writer {

    private static final int ATTEMPTS = 20;
    private static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);
    private static final Set<String> CREATED_BY_PUT = Set.of(
            "leases.coordination.k8s.io",
            "roles.rbac.authorization.k8s.io",
            "clusterroles.rbac.authorization.k8s.io",
            "endpoints",
            "events",
            "limitranges",
            "services",
            "runtimeclasses.node.k8s.io");

    private final Storage storage;
    private final Views views;
    private final Drafts drafts;
    private final Applies applies;
    private final Admission admission;

    /** Writes to {@code storage} what is admitted. */
    public Writer(Storage storage, Views views, Births births, Admission admission) {
        this.storage = storage;
        this.views = views;
        this.admission = admission;
        this.drafts = new Drafts(births);
        this.applies = new Applies(births);
    }

    /** POST to a collection. */
    public Mono<Answer> create(Request request, Target target) {
        return Mono.defer(() -> {
            Write write = Write.of(request, target, "CreateOptions", false);
            ObjectNode sent = Bodies.object(request, target);
            Preconditions.checkNew(target, sent);
            return createAdmitted(write, sent);
        });
    }

    private Mono<Answer> createAdmitted(Write write, ObjectNode sent) {
        return admitted(write.operation(null), sent, () -> drafts.preview(write, null, sent.deepCopy()))
                .flatMap(object -> create(write, drafts.created(write, object, false)));
    }

    /** What admission makes of an object; {@code whole} is how admission sees it. */
    private Mono<ObjectNode> admitted(Operation operation, ObjectNode object, Supplier<ObjectNode> whole) {
        return admission.mutates(operation)
                ? Mono.defer(() -> admission.mutate(operation, whole.get())).map(ObjectNode::deepCopy)
                : Mono.just(object);
    }

    private Mono<Answer> create(Write write, ObjectNode object) {
        Resource resource = write.target().resource();
        Target target = write.target().named(Json.text(object, "metadata", "name"));
        Definition definition = resource.definition();
        if (definition != null && definition.terminating()) {
            return Mono.error(Refusal.forbidden(
                    target.subject(), "create not allowed while custom resource definition is terminating"));
        }
        return namespaceOpen(target)
                .then(Mono.defer(() -> admission.validate(write.operation(null), object)))
                .then(Mono.defer(() -> store(write, target, object)))
                .onErrorResume(StorageException.Stale.class, stale -> exists(target));
    }

    private Mono<Answer> store(Write write, Target target, ObjectNode object) {
        View view = views.ofOne(write.request(), write.target());
        if (write.options().dryRun()) {
            return storage.find(target.key())
                    .flatMap(found -> this.<Answer>exists(target))
                    .switchIfEmpty(Mono.fromSupplier(() -> answer(write, 201, view, view.one(object))));
        }
        return storage.put(target.key(), 0, object).map(stored -> answer(write, 201, view, view.one(stored)));
    }

    private <T> Mono<T> exists(Target target) {
        return storage.find(target.key())
                .flatMap(found ->
                        Mono.<T>error(Refusal.alreadyExists(target.subject(), Metadata.deleting(found.object()))))
                .switchIfEmpty(Mono.error(() -> Refusal.alreadyExists(target.subject(), false)));
    }

    private Mono<Void> namespaceOpen(Target target) {
        String namespace = target.namespace();
        if (namespace.isEmpty()) {
            return Mono.empty();
        }
        return storage.find("/namespaces/" + namespace)
                .switchIfEmpty(Mono.error(
                        () -> Refusal.notFound(new io.kubefed.apiserver.request.Subject(NAMESPACES, namespace))))
                .flatMap(found -> Metadata.deleting(found.object())
                        ? Mono.error(Refusal.namespaceTerminating(target.subject(), namespace))
                        : Mono.empty());
    }

    /** PUT of an object or a sub-resource. */
    public Mono<Answer> replace(Request request, Target target) {
        return Mono.defer(() -> {
            Write write = Write.of(request, target, "UpdateOptions", false);
            ObjectNode sent = Bodies.object(request, target);
            Preconditions.checkReplacement(target, sent);
            return retried(update(write, live -> Preconditions.sameUid(target, live, sent.deepCopy()))
                    .switchIfEmpty(Mono.defer(() -> replaceNothing(write, sent))));
        });
    }

    private Mono<Answer> replaceNothing(Write write, ObjectNode sent) {
        Target target = write.target();
        boolean creates = CREATED_BY_PUT.contains(target.resource().groupResource())
                && target.subresource().isEmpty();
        return creates
                ? Mono.defer(() -> createAdmitted(write, sent.deepCopy()))
                : Mono.error(Refusal.notFound(target.subject()));
    }

    /** PATCH of an object or a sub-resource. */
    public Mono<Answer> patch(Request request, Target target) {
        return Mono.defer(() -> Edits.isApply(request) ? apply(request, target) : edit(request, target));
    }

    private Mono<Answer> edit(Request request, Target target) {
        Edit edit = Edits.of(request, target);
        Write write = Write.of(request, target, "PatchOptions", false);
        return retried(update(write, Preconditions.patched(target, edit))
                        .switchIfEmpty(Mono.error(() -> Refusal.notFound(target.subject()))))
                .onErrorMap(PatchException.class, Edits::refusal);
    }

    private Mono<Answer> apply(Request request, Target target) {
        Write write = Write.of(request, target, "PatchOptions", true);
        ObjectNode applied = applies.body(request, target);
        return retried(find(target)
                .flatMap(found -> applyOnto(write, found, applied))
                .switchIfEmpty(Mono.defer(() -> applyToNothing(write, applied))));
    }

    private Mono<Answer> applyOnto(Write write, Stored found, ObjectNode applied) {
        ObjectNode merged = applies.onto(write, found, applied);
        return admitted(
                        write.operation(found.object()),
                        merged,
                        () -> drafts.preview(write, found.content(), merged.deepCopy()))
                .map(object -> applies.owned(write, merged, object))
                .flatMap(object -> replaceStored(
                        write,
                        found,
                        object == found.content() ? object : drafts.updated(write, found.content(), object, true)));
    }

    private Mono<Answer> applyToNothing(Write write, ObjectNode applied) {
        if (!write.target().subresource().isEmpty()) {
            return Mono.error(Refusal.notFound(write.target().subject()));
        }
        ObjectNode merged = applies.ontoNothing(write, applied);
        return admitted(write.operation(null), merged, () -> drafts.preview(write, null, merged.deepCopy()))
                .map(object -> applies.owned(write, merged, object))
                .flatMap(object -> create(write, drafts.created(write, object, true)))
                // Somebody created it in between: apply onto that.
                .onErrorMap(
                        Refusal.class,
                        refusal -> Json.text(refusal.status(), "reason").equals("AlreadyExists")
                                ? new StorageException.Stale(write.target().key(), 0, 1)
                                : refusal);
    }

    private Mono<Answer> update(Write write, Edit edit) {
        return find(write.target()).flatMap(found -> {
            Face face = Face.of(write.target());
            ObjectNode edited = edit.of(face.show(found.object()));
            Preconditions.checkVersion(write.target(), found.object(), edited);
            ObjectNode next = face.take(found.content(), edited);
            return admitted(
                            write.operation(found.object()),
                            next,
                            () -> drafts.preview(write, found.content(), next.deepCopy()))
                    .flatMap(object ->
                            replaceStored(write, found, drafts.updated(write, found.content(), object, false)));
        });
    }

    /** The object in the version of the request. */
    private Mono<Stored> find(Target target) {
        return storage.find(target.key()).map(found -> found.with(Conversion.to(target.resource(), found.content())));
    }

    private Mono<Answer> replaceStored(Write write, Stored found, ObjectNode next) {
        View view = views.ofOne(write.request(), write.target());
        if (next == found.content()) {
            return Mono.just(answer(write, 200, view, shown(write, view, found)));
        }
        return admission
                .validate(write.operation(found.object()), next)
                .then(Mono.defer(() -> putOrRemove(write, found, next, view)));
    }

    private Mono<Answer> putOrRemove(Write write, Stored found, ObjectNode next, View view) {
        Stored unwritten = new Stored(found.key(), next, found.revision());
        if (write.options().dryRun()) {
            return Mono.just(answer(write, 200, view, shown(write, view, unwritten)));
        }
        boolean goes = Metadata.deleting(next)
                && RulesTable.of(write.target().resource().groupResource()).released(next);
        return goes
                ? storage.delete(found.key(), found.revision())
                        .map(removed -> answer(write, 200, view, shown(write, view, unwritten)))
                : storage.put(found.key(), found.revision(), next)
                        .map(stored -> answer(write, 200, view, shown(write, view, stored)));
    }

    private static byte[] shown(Write write, View view, Stored value) {
        Face face = Face.of(write.target());
        return face == Face.WHOLE ? view.one(value) : Json.bytes(face.show(value.object()));
    }

    private static Mono<Answer> retried(Mono<Answer> write) {
        return write.retryWhen(Retry.max(ATTEMPTS).filter(StorageException.Stale.class::isInstance));
    }

    private static Answer answer(Write write, int status, View view, byte[] body) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("Content-Type", view.contentType()));
        // What is settled before admission and after it is said once.
        for (String warning : new LinkedHashSet<>(write.warnings())) {
            headers.add(Map.entry(
                    "Warning", "299 - \"" + warning.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
        }
        return new Answer.Whole(status, headers, body);
    }
}
