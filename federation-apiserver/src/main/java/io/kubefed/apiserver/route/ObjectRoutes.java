package io.kubefed.apiserver.route;

import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.crd.CatalogKeeper;
import io.kubefed.apiserver.delete.Deleter;
import io.kubefed.apiserver.read.Reader;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.review.Reviews;
import io.kubefed.apiserver.review.TokenRequests;
import io.kubefed.apiserver.watch.Watcher;
import io.kubefed.apiserver.write.Writer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Verbs on objects and collections. */
public final class ObjectRoutes {

    private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private final Reader reader;
    private final Watcher watcher;
    private final Writer writer;
    private final Deleter deleter;
    private final Reviews reviews;
    private final @Nullable TokenRequests tokens;
    private final CatalogKeeper keeper;

    /** Routes to these; without {@code tokens} none are made. The keeper is told of definitions that were written. */
    public ObjectRoutes(
            Reader reader,
            Watcher watcher,
            Writer writer,
            Deleter deleter,
            Reviews reviews,
            @Nullable TokenRequests tokens,
            CatalogKeeper keeper) {
        this.tokens = tokens;
        this.reader = reader;
        this.watcher = watcher;
        this.writer = writer;
        this.deleter = deleter;
        this.reviews = reviews;
        this.keeper = keeper;
    }

    Mono<Answer> route(Request request, Target target) {
        if (reviews.concerns(target)) {
            return reviews.answer(request, target);
        }
        if (tokens != null && target.subresource().equals(TokenRequests.SUBRESOURCE)) {
            return tokens.answer(request, target);
        }
        boolean read = request.method().equals("GET");
        Mono<Answer> answer = target.name().isEmpty() ? onCollection(request, target) : onObject(request, target);
        boolean defines = !read && target.resource().groupResource().equals(DEFINITIONS);
        // The type is served, or no longer served, when its definition is answered.
        return defines ? answer.flatMap(written -> keeper.refresh().thenReturn(written)) : answer;
    }

    private Mono<Answer> onCollection(Request request, Target target) {
        return switch (request.method()) {
            case "GET" ->
                target.watch() || request.flag("watch") ? watcher.watch(request, target) : reader.list(request, target);
            case "POST" ->
                target.resource().type().namespaced() && target.namespace().isEmpty()
                        ? Mono.error(Refusal.methodNotAllowed())
                        : writer.create(request, target);
            case "DELETE" ->
                target.resource().info().verbs().contains("deletecollection")
                        ? deleter.deleteAll(request, target)
                        : Mono.error(Refusal.methodNotAllowed());
            default -> Mono.error(Refusal.methodNotAllowed());
        };
    }

    private Mono<Answer> onObject(Request request, Target target) {
        boolean whole = target.subresource().isEmpty();
        return switch (request.method()) {
            case "GET" -> target.watch() ? watcher.watch(request, target) : reader.get(request, target);
            case "PUT" -> writer.replace(request, target);
            case "PATCH" -> writer.patch(request, target);
            case "DELETE" -> whole ? deleter.delete(request, target) : Mono.error(Refusal.methodNotAllowed());
            default -> Mono.error(Refusal.methodNotAllowed());
        };
    }
}
