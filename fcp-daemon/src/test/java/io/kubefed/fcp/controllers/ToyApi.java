package io.kubefed.fcp.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A federation API with definitions in a map and one namespace; every type is served. */
final class ToyApi implements ClusterClient {

    final TreeMap<String, ObjectNode> definitions = new TreeMap<>();
    final List<ApiRequest> writes = new ArrayList<>();

    private final Map<String, FederationException> failures = new LinkedHashMap<>();

    /** The next request of this path fails. */
    void failOnce(String path, FederationException error) {
        failures.put(path, error);
    }

    @Override
    public String name() {
        return "federation API";
    }

    @Override
    public Mono<ApiResponse> send(ApiRequest request) {
        return Mono.fromCallable(() -> answer(request));
    }

    private ApiResponse answer(ApiRequest request) {
        @Nullable FederationException failure = failures.remove(request.path());
        if (failure != null) {
            throw failure;
        }
        if (request.method() == Method.PATCH) {
            writes.add(request);
            definitions.put(
                    request.path(),
                    KubeObject.parse(Objects.requireNonNull(request.body())).json());
        } else if (request.path().equals("/api/v1/namespaces/federation-system")) {
            return json("{\"metadata\":{\"uid\":\"0b1c2d3e-1111-2222-3333-444455556666\"}}");
        } else if (!request.path().contains("customresourcedefinitions")) {
            return json("{\"items\":[]}");
        } else if (!definitions.containsKey(request.path())) {
            throw new PermanentException("not found", ApiStatus.of(404, "NotFound", ""), null);
        }
        return json(String.valueOf(definitions.get(request.path())));
    }

    private static ApiResponse json(String text) {
        return new ApiResponse(200, List.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Flux<ByteBuffer> stream(ApiRequest request) {
        return Flux.error(new AssertionError("not expected: " + request));
    }
}
