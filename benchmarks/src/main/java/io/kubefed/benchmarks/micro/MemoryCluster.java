package io.kubefed.benchmarks.micro;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * A cluster that costs next to nothing: keeps what is applied as text, with a version, a uid and one ownership entry spliced in, and
 * shows it to watches. Answers at once, on one thread; knows applies and watches only.
 */
final class MemoryCluster implements ClusterClient {

    private static final String METADATA = "\"metadata\":{";
    private static final String CREATE_ONLY = "\"resourceVersion\":\"1\",";

    private final String name;
    private final Runnable applied;
    private final Map<String, String> uids = new HashMap<>();
    private final Map<String, String> objects = new HashMap<>();
    private final Map<FluxSink<ByteBuffer>, String> watches = new LinkedHashMap<>();
    private long version = 100;

    /** @param applied runs after every apply */
    MemoryCluster(String name, Runnable applied) {
        this.name = name;
        this.applied = applied;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Mono<ApiResponse> send(ApiRequest request) {
        return Mono.fromSupplier(() -> {
            if (request.method() != ApiRequest.Method.PATCH || request.path().endsWith("/status")) {
                throw new IllegalStateException("the benchmark did not expect " + request);
            }
            String body = new String(requireNonNull(request.body()), ISO_8859_1);
            String saved =
                    save(request.path(), body, String.valueOf(request.query().get("fieldManager")));
            applied.run();
            return new ApiResponse(200, List.of(), saved.getBytes(ISO_8859_1));
        });
    }

    /** Saves an object as somebody. */
    String save(String path, String body, String manager) {
        String uid = uids.computeIfAbsent(path, ignored -> "uid-" + uids.size());
        int at = body.indexOf(METADATA) + METADATA.length();
        int rest = body.startsWith(CREATE_ONLY, at) ? at + CREATE_ONLY.length() : at;
        String saved = body.substring(0, at) + "\"resourceVersion\":\"" + ++version + "\",\"uid\":\"" + uid
                + "\",\"managedFields\":[{\"manager\":\"" + manager
                + "\",\"operation\":\"Apply\",\"apiVersion\":\"v1\",\"time\":\"2026-01-01T00:00:00Z\",\"fieldsType\":\"FieldsV1\","
                + "\"fieldsV1\":{\"f:data\":{\"f:a\":{}}}}]," + body.substring(rest);
        String type = objects.put(path, saved) == null ? "ADDED" : "MODIFIED";
        watches.forEach((watch, collection) -> show(watch, collection, path, type, saved));
        return saved;
    }

    private static void show(FluxSink<ByteBuffer> watch, String collection, String path, String type, String object) {
        int plural = collection.lastIndexOf('/');
        if (path.startsWith(collection.substring(0, plural)) && path.contains(collection.substring(plural) + "/")) {
            watch.next(line(type, object));
        }
    }

    private static ByteBuffer line(String type, String object) {
        return ByteBuffer.wrap(("{\"type\":\"" + type + "\",\"object\":" + object + "}\n").getBytes(ISO_8859_1));
    }

    @Override
    public Flux<ByteBuffer> stream(ApiRequest request) {
        return Flux.create(sink -> {
            watches.put(sink, request.path());
            sink.onDispose(() -> watches.remove(sink));
            objects.forEach((path, object) -> show(sink, request.path(), path, "ADDED", object));
            sink.next(line(
                    "BOOKMARK",
                    "{\"metadata\":{\"resourceVersion\":\"" + version
                            + "\",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}"));
        });
    }
}
