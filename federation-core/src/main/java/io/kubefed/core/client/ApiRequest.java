package io.kubefed.core.client;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request to a Kubernetes API server, before authentication and transport.
 *
 * @param method the HTTP method
 * @param path the absolute path without query, already encoded
 * @param query the query parameters in order, not encoded; immutable
 * @param accept the media type wanted
 * @param contentType the media type of {@code body}; null without one
 * @param body the bytes to send, shared and never changed; null for none
 * @param timeout the time limit for the whole answer; for a stream, for its head only
 */
@SuppressWarnings("ArrayRecordComponent") // Prebuilt bytes are shared by requests to many members.
public record ApiRequest(
        Method method,
        String path,
        Map<String, String> query,
        String accept,
        @Nullable String contentType,
        byte @Nullable [] body,
        Duration timeout) {

    /** The media type of everything that has no other. */
    public static final String JSON = "application/json";

    /** Server-side apply with a JSON body: JSON is YAML. */
    public static final String APPLY_PATCH = "application/apply-patch+yaml";

    /** JSON merge patch, RFC 7386. */
    public static final String MERGE_PATCH = "application/merge-patch+json";

    /** JSON patch, RFC 6902. */
    public static final String JSON_PATCH = "application/json-patch+json";

    /** The time limit when none is given. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** The HTTP methods that the API uses. */
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /** Checks the parts and copies the query. */
    public ApiRequest {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        requireNonNull(accept, "accept");
        requireNonNull(timeout, "timeout");
        query = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }

    /** A GET that wants JSON. */
    public static ApiRequest get(String path) {
        return new ApiRequest(Method.GET, path, Map.of(), JSON, null, null, DEFAULT_TIMEOUT);
    }

    /** A DELETE; {@code body} is a JSON {@code DeleteOptions}. */
    public static ApiRequest delete(String path, byte[] body) {
        return new ApiRequest(Method.DELETE, path, Map.of(), JSON, JSON, body, DEFAULT_TIMEOUT);
    }

    /** A request with a body. */
    public static ApiRequest of(Method method, String path, String contentType, byte[] body) {
        return new ApiRequest(method, path, Map.of(), JSON, contentType, body, DEFAULT_TIMEOUT);
    }

    /** The same with one more query parameter. */
    public ApiRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(name, value);
        return new ApiRequest(method, path, more, accept, contentType, body, timeout);
    }

    /** The same, asking for another media type. */
    public ApiRequest accepting(String mediaType) {
        return new ApiRequest(method, path, query, mediaType, contentType, body, timeout);
    }

    /** The same with another time limit. */
    public ApiRequest within(Duration limit) {
        return new ApiRequest(method, path, query, accept, contentType, body, limit);
    }

    /** Path and encoded query, as they go on the wire. */
    public String uri() {
        return query.isEmpty()
                ? path
                : path
                        + query.entrySet().stream()
                                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    /** Method and URI; never the body, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + uri();
    }
}
