package io.kubefed.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.catalog.Served;
import io.kubefed.apiserver.discovery.Hashes;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.MediaRange;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Serves {@code /openapi/v3}: an index, and a document for each group and version, made when it is first asked for. */
public final class OpenApi {

    private volatile Documents documents = new Documents(new Served(List.of()));

    private record Document(byte[] bytes, String hash) {}

    private static final class Documents {
        final Served served;
        final Map<String, Document> made = new ConcurrentHashMap<>();

        Documents(Served served) {
            this.served = served;
        }
    }

    /** {@code /openapi/v3}. */
    public Answer index(Served served) {
        Documents current = of(served);
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        for (String group : served.groups()) {
            for (String version : served.versions(group)) {
                String path = path(group, version);
                paths.putObject(path)
                        .put(
                                "serverRelativeURL",
                                "/openapi/v3/" + path + "?hash="
                                        + document(current, group, version).hash());
            }
        }
        return new Answer.Whole(
                200, List.of(Map.entry("Content-Type", "text/plain; charset=utf-8")), Json.bytes(index));
    }

    private static String path(String group, String version) {
        return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
    }

    /** {@code /openapi/v3/api/v1}, {@code /openapi/v3/apis/apps/v1}. */
    public Answer document(Request request, Served served, String group, String version) {
        if (!served.versions(group).contains(version)) {
            return new Answer.Whole(404, List.of(), new byte[0]);
        }
        if (MediaRange.list(request.accept()).stream().noneMatch(MediaRange::allowsJson)) {
            throw Refusal.notAcceptable("406: Not Acceptable\n\nAvailable representations: application/json");
        }
        Document document = document(of(served), group, version);
        String asked = request.parameter("hash");
        if (!asked.isEmpty() && !asked.equals(document.hash())) {
            String place = "/openapi/v3/" + path(group, version) + "?hash=" + document.hash();
            return new Answer.Whole(301, List.of(Map.entry("Location", place)), new byte[0]);
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>(List.of(
                Map.entry("Content-Type", Answer.JSON),
                Map.entry("ETag", "\"" + document.hash() + "\""),
                Map.entry("Vary", "Accept")));
        if (!asked.isEmpty()) {
            headers.add(Map.entry("Cache-Control", "public, immutable"));
        }
        return new Answer.Whole(200, headers, document.bytes());
    }

    private Documents of(Served served) {
        Documents current = documents;
        if (current.served != served) {
            current = new Documents(served);
            documents = current;
        }
        return current;
    }

    private static Document document(Documents documents, String group, String version) {
        return documents.made.computeIfAbsent(group + "/" + version, name -> make(documents.served.in(group, version)));
    }

    private static Document make(List<Resource> resources) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.36.3");
        ObjectNode paths = document.putObject("paths");
        Components components = new Components();
        resources.forEach(resource -> Paths.add(paths, resource, components.add(resource)));
        document.putObject("components").set("schemas", components.schemas());
        byte[] bytes = Json.bytes(document);
        return new Document(bytes, Hashes.of(bytes));
    }
}
