package io.kubefed.apiserver;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.authn.TokenIssuer;
import io.kubefed.apiserver.catalog.Catalog;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.catalog.Served;
import io.kubefed.apiserver.crd.CatalogKeeper;
import io.kubefed.apiserver.delete.Deleter;
import io.kubefed.apiserver.discovery.Discovery;
import io.kubefed.apiserver.health.Health;
import io.kubefed.apiserver.housekeeping.Housekeeping;
import io.kubefed.apiserver.read.Reader;
import io.kubefed.apiserver.read.Views;
import io.kubefed.apiserver.request.RequestHandler;
import io.kubefed.apiserver.review.Reviews;
import io.kubefed.apiserver.review.TokenRequests;
import io.kubefed.apiserver.route.ObjectRoutes;
import io.kubefed.apiserver.route.Router;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.memory.MemoryStorage;
import io.kubefed.apiserver.type.TypeInfo;
import io.kubefed.apiserver.type.TypeTable;
import io.kubefed.apiserver.watch.Watcher;
import io.kubefed.apiserver.write.Births;
import io.kubefed.apiserver.write.Seeds;
import io.kubefed.apiserver.write.Writer;
import io.kubefed.core.client.ClusterClient;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A Kubernetes API in this process.
 *
 * <p>What it does on a request happens on the caller's thread, or on the timer when it has to wait. It has no thread, clock or random
 * source of its own: with the same requests in the same order, the same timer and the same random numbers it does the same. Events
 * reach watchers on the thread of the writer, before the writer has its answer.
 */
public final class ApiServer {

    private static final List<String> NAMESPACES = List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private final Storage storage;
    private final Catalog catalog;
    private final RequestHandler handler;
    private final ClusterClient client;
    private final Housekeeping housekeeping;
    private final CatalogKeeper keeper;
    private final Health health = new Health();

    private ApiServer(String name, Storage storage, Access access, Scheduler timer, Births births) {
        this.storage = storage;
        TokenIssuer tokens = access.tokens();
        List<Resource> builtIn = TypeTable.builtIn().types().stream()
                .map(type -> new Resource(tokens == null ? type : withTokens(type), null))
                .toList();
        this.catalog = new Catalog(new Served(builtIn));
        this.keeper = new CatalogKeeper(storage, builtIn, catalog);
        Views views = new Views(timer);
        Reader reader = new Reader(storage, views, timer);
        ObjectRoutes objects = new ObjectRoutes(
                reader,
                new Watcher(storage, views, timer),
                new Writer(storage, views, births, access.admission()),
                new Deleter(storage, reader, views, births, access.admission()),
                new Reviews(access.authenticator(), access.authorizer(), access.audiences(), births),
                tokens == null ? null : new TokenRequests(tokens, storage, births),
                keeper);
        this.handler = new Router(catalog, new Discovery(), objects, health);
        this.client = new InProcessClient(name, handler, timer);
        this.housekeeping = new Housekeeping(storage, catalog, keeper, client, timer);
    }

    private static TypeInfo withTokens(TypeInfo type) {
        return type.type().groupResource().equals("serviceaccounts") ? type.with(TokenRequests.SUBRESOURCE) : type;
    }

    /**
     * A server that keeps its objects in memory, with the namespaces that every cluster has.
     *
     * @param name how messages call it, for example {@code member east}
     * @param timer the clock, for timestamps, bookmarks and time limits
     * @param random where uids and generated names come from
     */
    public static ApiServer inMemory(String name, ApiServerSettings settings, Scheduler timer, RandomGenerator random) {
        requireNonNull(name, "name");
        Births births = new Births(timer, random);
        MemoryStorage storage = new MemoryStorage(settings.firstRevision(), settings.historyWrites());
        NAMESPACES.forEach(
                namespace -> storage.store("/namespaces/" + namespace, 0, Seeds.namespace(namespace, births)));
        return new ApiServer(name, storage, Access.OPEN, timer, births);
    }

    /**
     * A server on a store that may hold objects already; the namespaces that every cluster has are made if they are not there.
     *
     * @param name how messages call it, for example {@code federation API}
     * @param timer the clock, for timestamps, bookmarks and time limits
     * @param random where uids and generated names come from
     * @return emits the server once it serves the custom types that are stored; errors with
     *     {@link io.kubefed.apiserver.storage.StorageException} as the store does
     */
    public static Mono<ApiServer> over(String name, Storage storage, Scheduler timer, RandomGenerator random) {
        return over(name, storage, Access.OPEN, timer, random);
    }

    /** The same, with rules of who may do what. */
    public static Mono<ApiServer> over(
            String name, Storage storage, Access access, Scheduler timer, RandomGenerator random) {
        requireNonNull(name, "name");
        Births births = new Births(timer, random);
        return Flux.fromIterable(NAMESPACES)
                .concatMap(namespace -> storage.put("/namespaces/" + namespace, 0, Seeds.namespace(namespace, births))
                        .onErrorResume(StorageException.Stale.class, exists -> Mono.empty()))
                .then(Mono.fromSupplier(() -> new ApiServer(name, storage, access, timer, births)))
                .delayUntil(server -> server.keeper.refresh());
    }

    /** A client in this process: no sockets, the same code path as behind HTTP. */
    public ClusterClient client() {
        return client;
    }

    /**
     * Housekeeping: empties namespaces and custom types that are being deleted, and lets them go.
     *
     * @return never completes; cancel it to stop
     */
    public Mono<Void> run() {
        return housekeeping.run();
    }

    /** What probes are answered, to which the surroundings may add. */
    public Health health() {
        return health;
    }

    /** What an HTTP front serves. */
    public RequestHandler handler() {
        return handler;
    }

    /** Whether a type is served at this moment. */
    public boolean serves(String group, String version, String plural) {
        return catalog.served().find(group, version, plural).isPresent();
    }

    /** How many objects of each type are stored, by names such as {@code deployments.apps}; types without any are left out. */
    public Mono<Map<String, Integer>> storedObjects() {
        return Flux.fromIterable(catalog.served().preferred())
                .concatMap(
                        resource -> storage.range(new RangeQuery(resource.prefix(""), "", 1, 0))
                                .map(range -> Map.entry(
                                        resource.groupResource(), range.items().size() + range.remaining())),
                        1)
                .filter(count -> count.getValue() > 0)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** How many watches are open, those of {@link #run} included. */
    public int openWatches() {
        return storage.openWatches();
    }
}
