package io.kubefed.apiserver.delete;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.admission.Admission;
import io.kubefed.apiserver.admission.Operation;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.read.Reader;
import io.kubefed.apiserver.read.Selection;
import io.kubefed.apiserver.read.View;
import io.kubefed.apiserver.read.Views;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.rules.RulesTable;
import io.kubefed.apiserver.rules.TypeRules;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.write.Births;
import io.kubefed.apiserver.write.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Deletes one object, or all that are selected. What has finalizers is only marked, and goes when they are gone. */
public final class Deleter {

    private static final int ATTEMPTS = 20;
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";
    private static final Set<String> ORPHANING = Set.of("jobs.batch", "replicationcontrollers");
    private static final Set<String> ANSWERED_BY_OBJECT = Set.of("services", "pods");

    private final Storage storage;
    private final Reader reader;
    private final Views views;
    private final Births births;
    private final Admission admission;

    /** Deletes from {@code storage}. */
    public Deleter(Storage storage, Reader reader, Views views, Births births, Admission admission) {
        this.admission = admission;
        this.storage = storage;
        this.views = views;
        this.reader = reader;
        this.births = births;
    }

    /** What became of one object: it is gone, or it waits for its finalizers. */
    private record Outcome(Stored value, boolean gone) {}

    /** DELETE of an object. */
    public Mono<Answer> delete(Request request, Target target) {
        return Mono.defer(() -> {
            View view = views.ofOne(request, target);
            DeleteOptions options = DeleteOptions.of(request);
            guard(target);
            return retried(storage.find(target.key()).flatMap(found -> delete(request, found, target, options)))
                    .switchIfEmpty(Mono.error(() -> Refusal.notFound(target.subject())))
                    .map(outcome -> answer(view, target, outcome));
        });
    }

    private static void guard(Target target) {
        String words = rules(target.resource()).guards(target.name());
        if (!words.isEmpty()) {
            throw Refusal.forbidden(target.subject(), words);
        }
    }

    private static Answer answer(View view, Target target, Outcome outcome) {
        if (!outcome.gone() || ANSWERED_BY_OBJECT.contains(target.resource().groupResource())) {
            return new Answer.Whole(
                    200, List.of(Map.entry("Content-Type", view.contentType())), view.one(outcome.value()));
        }
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        ObjectNode details =
                status.put("status", "Success").putObject("details").put("name", target.name());
        if (!target.resource().type().group().isEmpty()) {
            details.put("group", target.resource().type().group());
        }
        details.put("kind", target.resource().type().plural())
                .put("uid", Json.text(outcome.value().content(), "metadata", "uid"));
        return Answer.json(200, status);
    }

    /** DELETE of a collection. */
    public Mono<Answer> deleteAll(Request request, Target target) {
        return Mono.defer(() -> {
            views.ofList(request, target);
            Selection selection = Selection.of(request, target);
            DeleteOptions options = DeleteOptions.of(request);
            return reader.all(target, selection)
                    .flatMapMany(Flux::fromIterable)
                    .concatMap(found -> deleteFound(request, found, target, options), 1)
                    .collectList()
                    .flatMap(removed -> storage.revision().map(revision -> listOf(target, removed, revision)));
        });
    }

    private Mono<Outcome> deleteFound(Request request, Stored found, Target target, DeleteOptions options) {
        Target one = target.named(Json.text(found.content(), "metadata", "name"));
        return retried(storage.find(found.key()).flatMap(current -> delete(request, current, one, options)));
    }

    private static Answer listOf(Target target, List<Outcome> removed, long revision) {
        Resource resource = target.resource();
        ObjectNode list = Json.object()
                .put("kind", resource.type().kind() + "List")
                .put("apiVersion", resource.type().apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(revision));
        ArrayNode items = list.putArray("items");
        removed.forEach(outcome -> items.add(outcome.value().object()));
        return Answer.json(200, list);
    }

    private static <T> Mono<T> retried(Mono<T> deletion) {
        return deletion.retryWhen(Retry.max(ATTEMPTS).filter(StorageException.Stale.class::isInstance));
    }

    private Mono<Outcome> delete(Request request, Stored found, Target target, DeleteOptions options) {
        checkPreconditions(found, target, options);
        Operation operation =
                new Operation(Operation.Verb.DELETE, request, target, found.object(), options.dryRun(), warning -> {});
        return admission.validate(operation, null).then(Mono.defer(() -> delete(found, target, options)));
    }

    private Mono<Outcome> delete(Stored found, Target target, DeleteOptions options) {
        Resource resource = target.resource();
        TypeRules rules = rules(resource);
        ObjectNode edited = found.content().deepCopy();
        setFinalizers(edited, resource, options, Metadata.deleting(edited));
        if (!Metadata.deleting(edited)) {
            rules.beforeDelete(edited);
        }
        if (!Metadata.deleting(edited) && !rules.released(edited)) {
            Metadata.markDeleted(edited, births.now(), resource.countsGenerations());
            rules.terminate(edited);
        }
        ObjectNode next = Metadata.ordered(edited);
        if (rules.released(next)) {
            return options.dryRun()
                    ? Mono.just(new Outcome(found, true))
                    : storage.delete(found.key(), found.revision()).map(gone -> new Outcome(gone, true));
        }
        if (options.dryRun()) {
            return Mono.just(new Outcome(new Stored(found.key(), next, found.revision()), false));
        }
        return Json.same(next, found.content())
                ? Mono.just(new Outcome(found, false))
                : storage.put(found.key(), found.revision(), next).map(marked -> new Outcome(marked, false));
    }

    private static void checkPreconditions(Stored found, Target target, DeleteOptions options) {
        String uid = Json.text(found.content(), "metadata", "uid");
        if (!options.uid().isEmpty() && !options.uid().equals(uid)) {
            throw Refusal.preconditionFailed(
                    target.subject(),
                    "the UID in the precondition (" + options.uid() + ") does not match the UID in record (" + uid
                            + "). The object might have been deleted and then recreated");
        }
        String version = Long.toString(found.revision());
        if (!options.version().isEmpty() && !options.version().equals(version)) {
            throw Refusal.preconditionFailed(
                    target.subject(),
                    "the ResourceVersion in the precondition (" + options.version()
                            + ") does not match the ResourceVersion in record (" + version
                            + "). The object might have been modified");
        }
    }

    /** Without a policy a second deletion leaves the finalizers of the first. */
    private static void setFinalizers(ObjectNode next, Resource resource, DeleteOptions options, boolean again) {
        String byType = ORPHANING.contains(resource.groupResource()) && !again ? "Orphan" : "";
        String policy = options.policy().isEmpty() ? byType : options.policy();
        if (policy.isEmpty()) {
            return;
        }
        ObjectNode metadata = Metadata.of(next);
        List<String> names = new ArrayList<>();
        metadata.path("finalizers").forEach(name -> names.add(name.asText()));
        names.removeAll(List.of(FOREGROUND, ORPHAN));
        if (policy.equals("Foreground")) {
            names.add(FOREGROUND);
        } else if (policy.equals("Orphan")) {
            names.add(ORPHAN);
        }
        ArrayNode array = metadata.putArray("finalizers");
        names.forEach(array::add);
    }

    private static TypeRules rules(Resource resource) {
        return RulesTable.of(resource.groupResource());
    }
}
