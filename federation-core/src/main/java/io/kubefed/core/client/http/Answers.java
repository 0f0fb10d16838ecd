package io.kubefed.core.client.http;

import io.kubefed.core.client.ApiResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClientResponse;

/** Reads answers whole. */
final class Answers {

    /** How much of a refusal is read at most; the rest is thrown away. */
    private static final int REFUSAL_BYTES = 1 << 20;

    private static final Pattern WARNING = Pattern.compile("299 \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

    private Answers() {}

    /** The whole answer. Errors with {@code IOException} if it is longer than {@code limit} bytes. */
    static Mono<ApiResponse> whole(HttpClientResponse response, ByteBufFlux content, int limit) {
        return content.collect(() -> BodyBuffer.strict(limit, contentLength(response)), BodyBuffer::append)
                .map(body ->
                        new ApiResponse(response.status().code(), warnings(response.responseHeaders()), body.bytes()));
    }

    /** The body of a refusal, its end cut off if it is very long. */
    static Mono<byte[]> refusal(HttpClientResponse response, ByteBufFlux content) {
        return content.collect(() -> BodyBuffer.cutting(REFUSAL_BYTES, contentLength(response)), BodyBuffer::append)
                .map(BodyBuffer::bytes);
    }

    private static long contentLength(HttpClientResponse response) {
        String length = response.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static List<String> warnings(HttpHeaders headers) {
        if (!headers.contains("Warning")) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (String header : headers.getAll("Warning")) {
            Matcher matcher = WARNING.matcher(header);
            while (matcher.find()) {
                texts.add(matcher.group(1).replaceAll("\\\\(.)", "$1"));
            }
        }
        return texts;
    }
}
