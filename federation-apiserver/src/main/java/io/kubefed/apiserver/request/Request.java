package io.kubefed.apiserver.request;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ApiRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One request as the server sees it.
 *
 * @param method the HTTP method in upper case, whatever it is
 * @param path the path without query, decoded
 * @param query the query parameters, decoded, in order; immutable
 * @param accept the {@code Accept} header; empty if there was none
 * @param contentType the {@code Content-Type} header; empty if there was none
 * @param userAgent the {@code User-Agent} header; empty if there was none
 * @param body the bytes of the body, not to be changed; empty for none
 * @param credentials what the client says about itself
 * @param user who asks, as far as anybody has found out
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes are shared with the sender.
public record Request(
        String method,
        String path,
        Map<String, List<String>> query,
        String accept,
        String contentType,
        String userAgent,
        byte[] body,
        Credentials credentials,
        User user) {

    private static final byte[] NOTHING = {};
    private static final Pattern OLD_WATCH = Pattern.compile("/(api|apis/[^/]+)/[^/]+/watch/");

    /** Checks that no part is null. */
    public Request {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        requireNonNull(query, "query");
        requireNonNull(accept, "accept");
        requireNonNull(contentType, "contentType");
        requireNonNull(userAgent, "userAgent");
        requireNonNull(body, "body");
        requireNonNull(credentials, "credentials");
        requireNonNull(user, "user");
    }

    /** A request of somebody who does not say who it is. */
    public Request(
            String method,
            String path,
            Map<String, List<String>> query,
            String accept,
            String contentType,
            String userAgent,
            byte[] body) {
        this(method, path, query, accept, contentType, userAgent, body, Credentials.NONE, User.ANONYMOUS);
    }

    /** The same with its body. */
    public Request with(byte[] otherBody) {
        return new Request(method, path, query, accept, contentType, userAgent, otherBody, credentials, user);
    }

    /** The same, asked by this user. */
    public Request by(User other) {
        return new Request(method, path, query, accept, contentType, userAgent, body, credentials, other);
    }

    /** Whether it goes on until the client or a time limit ends it. */
    public boolean longRunning() {
        return flag("watch")
                || (path.startsWith("/api") && OLD_WATCH.matcher(path).lookingAt());
    }

    /** The request of an in-process client, which may do everything. */
    public static Request of(ApiRequest request, String userAgent) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        request.query().forEach((name, value) -> query.put(name, List.of(value)));
        String contentType = request.contentType();
        byte[] body = request.body();
        return new Request(
                request.method().name(),
                request.path(),
                query,
                request.accept(),
                contentType == null ? "" : contentType,
                userAgent,
                body == null ? NOTHING : body,
                Credentials.NONE,
                User.SERVER);
    }

    /** The first value of a query parameter; empty if it is missing. */
    public String parameter(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? "" : values.get(0);
    }

    /** Whether a query parameter is there, be it empty. */
    public boolean has(String name) {
        return query.containsKey(name);
    }

    /** Whether a query parameter is there and says neither {@code false} nor {@code 0}, as the API reads booleans. */
    public boolean flag(String name) {
        String value = parameter(name);
        return has(name) && !value.equals("false") && !value.equals("0");
    }

    /** Method and path; never the body, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
