package io.kubefed.apiserver.route;

import io.kubefed.apiserver.catalog.Catalog;
import io.kubefed.apiserver.catalog.Definition;
import io.kubefed.apiserver.catalog.Served;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.discovery.Discovery;
import io.kubefed.apiserver.health.Health;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.RequestHandler;
import io.kubefed.apiserver.storage.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The handler of all requests. */
public final class Router implements RequestHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final Catalog catalog;
    private final Discovery discovery;
    private final ObjectRoutes objects;
    private final PlainRoutes plain;

    /** Routes to objects of the types in {@code catalog}. */
    public Router(Catalog catalog, Discovery discovery, ObjectRoutes objects, Health health) {
        this.catalog = catalog;
        this.discovery = discovery;
        this.objects = objects;
        this.plain = new PlainRoutes(catalog, health);
    }

    @Override
    public Mono<Answer> handle(Request request) {
        return Mono.defer(() -> route(request)).onErrorResume(error -> Mono.just(failed(request, error)));
    }

    private static Answer failed(Request request, Throwable error) {
        if (error instanceof Refusal refusal) {
            return refusal.answer();
        }
        if (error instanceof StorageException.Stale) {
            return Refusal.internal("the object is written to all the time, try again later")
                    .answer();
        }
        LOG.atError().addKeyValue("request", request).setCause(error).log("request failed");
        return Refusal.internal(String.valueOf(error.getMessage())).answer();
    }

    private Mono<Answer> route(Request request) {
        List<String> parts = parts(request.path());
        String root = parts.isEmpty() ? "" : parts.get(0);
        Served served = catalog.served();
        return switch (root) {
            case "api" -> core(request, served, parts.subList(1, parts.size()));
            case "apis" -> groups(request, served, parts.subList(1, parts.size()));
            default -> plain.route(request, root, parts);
        };
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>(Arrays.asList(path.split("/", -1)));
        if (!parts.isEmpty() && parts.get(0).isEmpty()) {
            parts.remove(0);
        }
        // A slash at the end changes nothing.
        if (!parts.isEmpty() && parts.get(parts.size() - 1).isEmpty()) {
            parts.remove(parts.size() - 1);
        }
        return parts;
    }

    private Mono<Answer> core(Request request, Served served, List<String> parts) {
        if (parts.isEmpty()) {
            return document(request, () -> discovery.core(request, served));
        }
        return inVersion(request, served, "", parts.get(0), parts.subList(1, parts.size()));
    }

    private Mono<Answer> groups(Request request, Served served, List<String> parts) {
        if (parts.isEmpty()) {
            return document(request, () -> discovery.groups(request, served));
        }
        String group = parts.get(0);
        if (group.isEmpty() || served.versions(group).isEmpty()) {
            return Mono.just(PlainRoutes.notFound());
        }
        return parts.size() == 1
                ? document(request, () -> found(discovery.group(served, group)))
                : inVersion(request, served, group, parts.get(1), parts.subList(2, parts.size()));
    }

    private Mono<Answer> inVersion(Request request, Served served, String group, String version, List<String> parts) {
        if (parts.isEmpty()) {
            return document(request, () -> found(discovery.resources(served, group, version)));
        }
        Target target = Target.of(served, group, version, parts).orElseThrow(Refusal::noSuchResource);
        Definition definition = target.resource().definition();
        Mono<Answer> answer = objects.route(request, target);
        return definition == null || definition.deprecation().isEmpty()
                ? answer
                : answer.map(of -> Warnings.add(of, definition.deprecation()));
    }

    private static Answer found(Optional<Answer> document) {
        return document.orElseThrow(Refusal::noSuchResource);
    }

    private static Mono<Answer> document(Request request, java.util.function.Supplier<Answer> document) {
        return request.method().equals("GET") ? Mono.fromSupplier(document) : Mono.error(Refusal.methodNotAllowed());
    }
}
