package io.kubefed.apiserver.crd;

import io.kubefed.apiserver.catalog.Catalog;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.catalog.Served;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps the catalog in step with the definitions in the store. */
public final class CatalogKeeper {

    /** What the keys of definitions begin with. */
    public static final String PREFIX = "/customresourcedefinitions.apiextensions.k8s.io/";

    private final Storage storage;
    private final List<Resource> builtIn;
    private final Catalog catalog;
    private Map<String, Known> known = new HashMap<>();
    private long newest;

    private record Known(long revision, List<Resource> types) {}

    /** Serves {@code builtIn} and what is defined in {@code storage}. */
    public CatalogKeeper(Storage storage, List<Resource> builtIn, Catalog catalog) {
        this.storage = storage;
        this.builtIn = List.copyOf(builtIn);
        this.catalog = catalog;
    }

    /** Reads the definitions and replaces the catalog. Cheap for definitions that did not change. */
    public Mono<Void> refresh() {
        return storage.range(RangeQuery.all(PREFIX)).doOnNext(this::take).then();
    }

    /** Follows definitions that other servers on the same store write; never completes. */
    public Mono<Void> follow() {
        return storage.range(RangeQuery.all(PREFIX))
                .doOnNext(this::take)
                .flatMapMany(range -> storage.watch(PREFIX, range.revision(), Flux.never()))
                .onBackpressureLatest()
                .concatMap(change -> refresh(), 1)
                .then();
    }

    private synchronized void take(Range definitions) {
        if (definitions.revision() <= newest) {
            return;
        }
        newest = definitions.revision();
        Map<String, Known> next = new HashMap<>();
        List<Resource> custom = new ArrayList<>();
        for (Stored definition : definitions.items()) {
            Known before = known.get(definition.key());
            Known now = before != null && before.revision() == definition.revision()
                    ? before
                    : new Known(definition.revision(), DefinedTypes.of(definition.content()));
            next.put(definition.key(), now);
            custom.addAll(now.types());
        }
        known = next;
        custom.sort(Comparator.comparing((Resource resource) -> resource.type().group())
                .thenComparing(resource -> resource.type().version(), VersionOrder.PREFERRED_FIRST));
        List<Resource> all = new ArrayList<>(builtIn);
        all.addAll(custom);
        catalog.replace(new Served(all));
    }
}
