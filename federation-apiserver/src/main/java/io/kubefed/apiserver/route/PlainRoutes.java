package io.kubefed.apiserver.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Catalog;
import io.kubefed.apiserver.catalog.Served;
import io.kubefed.apiserver.discovery.ServerVersion;
import io.kubefed.apiserver.health.Health;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.openapi.OpenApi;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import reactor.core.publisher.Mono;

/** What is no object: health, version, and the list of paths. */
final class PlainRoutes {

    private final Catalog catalog;
    private final Health health;
    private final OpenApi openApi = new OpenApi();

    PlainRoutes(Catalog catalog, Health health) {
        this.catalog = catalog;
        this.health = health;
    }

    Mono<Answer> route(Request request, String root, List<String> parts) {
        return Mono.fromSupplier(() -> switch (root) {
            case "" -> paths();
            case "version" -> version(request, parts);
            case "openapi" -> openApi(request, parts);
            case "healthz", "livez", "readyz" ->
                health.answer(
                        Health.Probe.valueOf(root.toUpperCase(Locale.ROOT)), request, parts.subList(1, parts.size()));
            default -> notFound();
        });
    }

    /** The answer to a path that leads nowhere. */
    static Answer notFound() {
        return Answer.text(404, "404 page not found\n");
    }

    private Answer openApi(Request request, List<String> parts) {
        if (!request.method().equals("GET")) {
            throw Refusal.methodNotAllowed();
        }
        Served served = catalog.served();
        List<String> rest = parts.subList(1, parts.size());
        if (rest.equals(List.of("v3"))) {
            return openApi.index(served);
        }
        if (rest.size() == 3 && rest.get(0).equals("v3") && rest.get(1).equals("api")) {
            return openApi.document(request, served, "", rest.get(2));
        }
        if (rest.size() == 4 && rest.get(0).equals("v3") && rest.get(1).equals("apis")) {
            return openApi.document(request, served, rest.get(2), rest.get(3));
        }
        return notFound();
    }

    private static Answer version(Request request, List<String> parts) {
        if (parts.size() > 1) {
            return notFound();
        }
        if (!request.method().equals("GET")) {
            throw Refusal.methodNotAllowed();
        }
        return Answer.json(200, Json.prettyBytes(ServerVersion.document()));
    }

    private Answer paths() {
        Served served = catalog.served();
        TreeSet<String> all =
                new TreeSet<>(List.of("/api", "/apis", "/healthz", "/livez", "/openapi/v3", "/readyz", "/version"));
        for (String group : served.groups()) {
            String root = group.isEmpty() ? "/api" : "/apis/" + group;
            all.add(root);
            served.versions(group).forEach(version -> all.add(root + "/" + version));
        }
        ObjectNode document = Json.object();
        ArrayNode paths = document.putArray("paths");
        all.forEach(paths::add);
        return Answer.json(200, document);
    }
}
