package io.kubefed.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.ThrottledException;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** A cluster in a map, on one thread: as much of the API as the sync engine uses, and failures on demand. */
public final class ToyCluster implements ClusterClient {

    /** What was sent, watches not counted. */
    public final List<ApiRequest> requests = new ArrayList<>();

    /** What {@code /healthz} says. */
    public String health = "ok";

    /** What discovery tells. */
    public final List<ResourceType> served = new ArrayList<>();

    /** What discovery says that may be out of date. */
    public final List<ResourceType> stale = new ArrayList<>();

    private final String name;
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final Map<FluxSink<ByteBuffer>, ApiRequest> watches = new java.util.LinkedHashMap<>();
    private final List<Event> log = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private long version = 100;
    private int uids;

    private record Event(long version, String path, String type, ObjectNode object) {}

    private record Fault(Predicate<ApiRequest> of, boolean once, FederationException error) {}

    public ToyCluster(String name) {
        this.name = name;
    }

    /** What a server says with this code; 0 for nothing at all. */
    public static FederationException refusal(int code, String reason, String message) {
        ApiStatus status = ApiStatus.of(code, reason, message);
        if (code == 429) {
            return new ThrottledException(message, status);
        }
        boolean passing = code == 0 || code == 408 || code == 409 || code == 410 || code >= 500;
        return passing ? new TransientException(message, status, null) : new PermanentException(message, status, null);
    }

    /** The next request fails. */
    public ToyCluster failOnce(FederationException error) {
        faults.add(new Fault(request -> true, true, error));
        return this;
    }

    /** Such requests fail until {@link #heal}. */
    public ToyCluster fail(Predicate<ApiRequest> of, FederationException error) {
        faults.add(new Fault(of, false, error));
        return this;
    }

    public void heal() {
        faults.clear();
    }

    public @Nullable KubeObject object(ResourceType type, ObjectKey key) {
        @Nullable ObjectNode json = objects.get(type.objectPath(key));
        return json == null ? null : new KubeObject(json);
    }

    /** All objects of a type. */
    public List<KubeObject> list(ResourceType type) {
        String anywhere = type.collectionPath("") + "/";
        return objects.entrySet().stream()
                .filter(entry ->
                        entry.getKey().replaceFirst("/namespaces/[^/]+/", "/").startsWith(anywhere))
                .map(entry -> new KubeObject(entry.getValue()))
                .toList();
    }

    /** Creates or replaces an object, as some user. */
    public KubeObject put(ResourceType type, String json) {
        KubeObject object = KubeObject.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        object.json().put("apiVersion", type.apiVersion()).put("kind", type.kind());
        return new KubeObject(save(type.objectPath(object.key()), object.json()));
    }

    public void remove(ResourceType type, ObjectKey key) {
        remove(type.objectPath(key));
    }

    /** The methods of what was sent, oldest first. */
    public List<Method> methods() {
        return requests.stream().map(ApiRequest::method).toList();
    }

    /** The body of the last request. */
    public KubeObject lastBody() {
        return KubeObject.parse(java.util.Objects.requireNonNull(
                requests.get(requests.size() - 1).body()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Mono<ApiResponse> send(ApiRequest request) {
        return Mono.fromCallable(() -> {
            requests.add(request);
            failIfAsked(request);
            return answer(request);
        });
    }

    private void failIfAsked(ApiRequest request) {
        for (Fault fault : faults) {
            if (fault.of.test(request)) {
                if (fault.once) {
                    faults.remove(fault);
                }
                throw fault.error;
            }
        }
    }

    private ApiResponse answer(ApiRequest request) {
        String path = request.path();
        return switch (request.method()) {
            case GET -> path.equals("/healthz") ? text(health) : get(path);
            case PATCH -> ApiRequest.APPLY_PATCH.equals(request.contentType()) ? apply(request) : merge(request);
            case DELETE -> delete(request);
            case PUT -> finalizeNamespace(request);
            default -> throw refusal(405, "MethodNotAllowed", "no " + request);
        };
    }

    private ApiResponse get(String path) {
        if (path.equals("/api") || path.equals("/apis")) {
            return text(discovery(path));
        }
        boolean collection = !objects.containsKey(path)
                && (path.matches(".*/(nodes|clusters|pods)")
                        || served.stream().anyMatch(type -> path.endsWith("/" + type.plural())));
        if (collection) {
            ObjectNode list = KubeObject.parse("{\"kind\":\"List\",\"metadata\":{}}".getBytes(StandardCharsets.UTF_8))
                    .json();
            var items = list.putArray("items");
            objects.forEach((at, object) -> {
                if (at.startsWith(path + "/")) {
                    items.add(object.deepCopy());
                }
            });
            return text(list.toString());
        }
        return text(existing(path).toString());
    }

    /** Core types under /api, all others under /apis, in the aggregated form. */
    private String discovery(String path) {
        String items = served.stream()
                .filter(type -> type.group().isEmpty() == path.equals("/api"))
                .map(type -> """
                        {"metadata":{"name":"%s"},"versions":[{"version":"%s","freshness":"%s","resources":[{"resource":"%s",
                        "responseKind":{"kind":"%s"},"scope":"%s","verbs":["list","watch","delete"]}]}]}""".formatted(
                                type.group(),
                                type.version(),
                                stale.contains(type) ? "Stale" : "Current",
                                type.plural(),
                                type.kind(),
                                type.namespaced() ? "Namespaced" : "Cluster"))
                .collect(java.util.stream.Collectors.joining(","));
        return "{\"kind\":\"APIGroupDiscoveryList\",\"apiVersion\":\"apidiscovery.k8s.io/v2\",\"items\":[" + items
                + "]}";
    }

    /** A namespace without finalizers of either kind goes when it is being deleted. */
    private ApiResponse finalizeNamespace(ApiRequest request) {
        String path = request.path().replaceFirst("/finalize$", "");
        ObjectNode object = existing(path).deepCopy();
        object.set("spec", body(request).path("spec"));
        String saved = save(path, object).toString();
        if (new KubeObject(object).deleting()
                && new KubeObject(object).finalizers().isEmpty()
                && object.at("/spec/finalizers").isEmpty()) {
            remove(path);
        }
        return text(saved);
    }

    private ObjectNode existing(String path) {
        @Nullable ObjectNode object = objects.get(path);
        if (object == null) {
            throw refusal(404, "NotFound", "\"" + path + "\" not found");
        }
        return object;
    }

    private ApiResponse apply(ApiRequest request) {
        ObjectNode body = body(request);
        ObjectNode metadata = (ObjectNode) body.get("metadata");
        @Nullable ObjectNode old = objects.get(request.path());
        String uid = metadata.path("uid").asText("");
        if (old != null && metadata.has("resourceVersion")) {
            throw refusal(409, "Conflict", "the object has been modified");
        }
        if (!uid.isEmpty() && (old == null || !uid.equals(new KubeObject(old).uid()))) {
            throw refusal(409, "Conflict", "uid mismatch");
        }
        metadata.remove("resourceVersion");
        metadata.put("uid", old == null ? "" : new KubeObject(old).uid());
        metadata.putArray("managedFields")
                .addObject()
                .put("manager", String.valueOf(request.query().get("fieldManager")))
                .put("operation", "Apply")
                .put("apiVersion", body.path("apiVersion").asText())
                .put("fieldsType", "FieldsV1")
                .putObject("fieldsV1")
                .putObject("f:spec");
        return text(save(request.path(), body).toString());
    }

    private ApiResponse merge(ApiRequest request) {
        String path = request.path().replaceFirst("/status$", "");
        ObjectNode object = existing(path).deepCopy();
        merge(object, body(request));
        String saved = save(path, object).toString();
        if (new KubeObject(object).deleting()
                && new KubeObject(object).finalizers().isEmpty()) {
            remove(path);
        }
        return text(saved);
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                into.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode deeper) {
                merge(into.withObjectProperty(field.getKey()), deeper);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private ApiResponse delete(ApiRequest request) {
        String uid = new KubeObject(existing(request.path())).uid();
        String asked = body(request).path("preconditions").path("uid").asText("");
        if (!asked.isEmpty() && !asked.equals(uid)) {
            throw refusal(409, "Conflict", "Precondition failed: UID in precondition: " + asked);
        }
        remove(request.path());
        return text("{}");
    }

    private static ObjectNode body(ApiRequest request) {
        return KubeObject.parse(java.util.Objects.requireNonNull(request.body()))
                .json();
    }

    private static ApiResponse text(String body) {
        return new ApiResponse(200, List.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode save(String path, ObjectNode object) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        if (metadata.path("uid").asText("").isEmpty()) {
            metadata.put("uid", "uid-" + ++uids);
        }
        metadata.put("resourceVersion", Long.toString(++version));
        boolean old = objects.put(path, object) != null;
        tell(path, old ? "MODIFIED" : "ADDED", object);
        return object;
    }

    private void remove(String path) {
        @Nullable ObjectNode gone = objects.remove(path);
        if (gone != null) {
            gone.withObjectProperty("metadata").put("resourceVersion", Long.toString(++version));
            tell(path, "DELETED", gone);
        }
    }

    private void tell(String path, String type, ObjectNode object) {
        Event event = new Event(version, path, type, object.deepCopy());
        log.add(event);
        Map.copyOf(watches).forEach((watch, request) -> send(watch, request, event));
    }

    private static void send(FluxSink<ByteBuffer> watch, ApiRequest request, Event event) {
        String anywhere = event.path.replaceFirst("/namespaces/[^/]+/", "/");
        if (!collection(event.path).equals(request.path())
                && !collection(anywhere).equals(request.path())) {
            return;
        }
        if (isSelected(request, event.object)) {
            watch.next(buffer(line(event.type, event.object.toString())));
        } else if (!event.type.equals("ADDED")) {
            watch.next(buffer(line("DELETED", event.object.toString())));
        }
    }

    private static String collection(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** By one label and its value, as our own selector is. */
    private static boolean isSelected(ApiRequest request, ObjectNode object) {
        String[] label = request.query().getOrDefault("labelSelector", "").split("=", 2);
        return label.length < 2
                || label[1].equals(new KubeObject(object).labels().get(label[0]));
    }

    private static String line(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Flux<ByteBuffer> stream(ApiRequest request) {
        return Flux.create(sink -> {
            try {
                failIfAsked(request);
            } catch (FederationException error) {
                sink.error(error);
                return;
            }
            watches.put(sink, request);
            sink.onDispose(() -> watches.remove(sink));
            if (request.query().containsKey("sendInitialEvents")) {
                initialEvents(sink, request);
            } else {
                long from = Long.parseLong(request.query().get("resourceVersion"));
                log.stream().filter(event -> event.version > from).forEach(event -> send(sink, request, event));
            }
        });
    }

    private void initialEvents(FluxSink<ByteBuffer> sink, ApiRequest request) {
        objects.forEach((path, object) -> send(sink, request, new Event(version, path, "ADDED", object)));
        sink.next(buffer(line(
                "BOOKMARK",
                "{\"metadata\":{\"resourceVersion\":\"" + version
                        + "\",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}")));
    }
}
