package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.scale.Scale;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.Stored;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Get and list. */
public final class Reader {

    private final Storage storage;
    private final Views views;
    private final Scheduler timer;

    /** Reads from {@code storage}; waits on {@code timer} for versions that have not come yet. */
    public Reader(Storage storage, Views views, Scheduler timer) {
        this.storage = storage;
        this.views = views;
        this.timer = timer;
    }

    /** One object. */
    public Mono<Answer> get(Request request, Target target) {
        View view = views.ofOne(request, target);
        long atLeast = Versions.parse(request.parameter("resourceVersion"));
        return Versions.reached(storage, atLeast, timer)
                .then(Mono.defer(() -> storage.find(target.key())))
                .<Answer>map(found -> target.subresource().equals("scale")
                        ? Answer.json(200, Scale.of(target.resource()).show(found.object()))
                        : answer(view, view.one(found)))
                .switchIfEmpty(Mono.error(() -> Refusal.notFound(target.subject())));
    }

    private static Answer answer(View view, byte[] body) {
        return new Answer.Whole(200, List.of(Map.entry("Content-Type", view.contentType())), body);
    }

    /** A collection, or a page of it. */
    public Mono<Answer> list(Request request, Target target) {
        View view = views.ofList(request, target);
        Selection selection = Selection.of(request, target);
        ListOptions options = ListOptions.of(request, target.prefix());
        return Versions.reached(storage, options.atLeast(), timer)
                .then(Mono.defer(() -> page(target.prefix(), selection, options)))
                .map(page -> answer(view, view.list(page.items(), metadata(page, selection, target.prefix()))));
    }

    /** The objects of a collection as they are now, for whoever works on all of them. */
    public Mono<List<Stored>> all(Target target, Selection selection) {
        return storage.range(RangeQuery.all(target.prefix()))
                .map(range -> range.items().stream().filter(selection::takes).toList());
    }

    private record Page(
            List<Stored> items,
            long revision,
            int remaining,
            @Nullable String behind) {}

    private Mono<Page> page(String prefix, Selection selection, ListOptions options) {
        // With a selector all that is behind the token is looked at: what remains is not known before.
        int limit = selection.selective() ? 0 : options.limit();
        RangeQuery query = new RangeQuery(prefix, options.from(), limit, options.revision());
        return storage.range(query)
                .map(range -> selection.selective() ? selected(range, selection, options) : whole(range))
                .onErrorMap(StorageException.Compacted.class, gone -> expired(options, prefix))
                .onErrorMap(
                        StorageException.Future.class,
                        future -> Refusal.futureVersion(future.asked(), future.current()));
    }

    private static Page whole(Range range) {
        List<Stored> items = range.items();
        return new Page(
                items,
                range.revision(),
                range.remaining(),
                range.remaining() == 0 ? null : items.get(items.size() - 1).key());
    }

    private static Page selected(Range range, Selection selection, ListOptions options) {
        List<Stored> found = range.items().stream().filter(selection::takes).toList();
        if (options.limit() == 0 || found.size() <= options.limit()) {
            return new Page(found, range.revision(), 0, null);
        }
        List<Stored> items = found.subList(0, options.limit());
        return new Page(items, range.revision(), 0, items.get(items.size() - 1).key());
    }

    private static ObjectNode metadata(Page page, Selection selection, String prefix) {
        ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(page.revision()));
        if (page.behind() != null) {
            metadata.put(
                    "continue",
                    ContinueToken.behind(page.behind(), page.revision()).text(prefix));
            if (!selection.selective()) {
                metadata.put("remainingItemCount", page.remaining());
            }
        }
        return metadata;
    }

    private static Refusal expired(ListOptions options, String prefix) {
        if (!options.continued()) {
            return Refusal.expired("The resourceVersion for the provided list is too old.");
        }
        return Refusal.expired(
                        "The provided continue parameter is too old to display a consistent list result. You can start a new"
                                + " list without the continue parameter, or use the continue token in this response to"
                                + " retrieve the remainder of the results. Continuing with the provided token results in an"
                                + " inconsistent list - objects that were created, modified, or deleted between the time the"
                                + " first chunk was returned and now may show up in the list.")
                .withContinue(new ContinueToken(-1, options.from()).text(prefix));
    }

    /** What a bad list option is called. */
    static Refusal invalidOption(Cause cause) {
        return Refusal.invalidOptions("ListOptions", cause);
    }
}
