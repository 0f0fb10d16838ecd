package io.kubefed.apiserver.http;

import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/** JSON ends with a line break, and is indented for people: for curl, browsers, and whoever asks. */
final class Layout {

    private Layout() {}

    static byte[] of(HttpServerRequest request, Answer.Whole answer) {
        boolean json = answer.headers().stream()
                .anyMatch(header -> header.getKey().equals("Content-Type")
                        && header.getValue().startsWith(Answer.JSON));
        if (!json) {
            return answer.body();
        }
        byte[] body = pretty(request) ? indented(answer.body()) : answer.body();
        byte[] line = java.util.Arrays.copyOf(body, body.length + 1);
        line[body.length] = '\n';
        return line;
    }

    private static boolean pretty(HttpServerRequest request) {
        List<String> asked = new QueryStringDecoder(request.uri()).parameters().get("pretty");
        if (asked != null && !asked.isEmpty()) {
            return !asked.get(0).equals("false") && !asked.get(0).equals("0");
        }
        @Nullable String accept = request.requestHeaders().get(HttpHeaderNames.ACCEPT);
        @Nullable String agent = request.requestHeaders().get(HttpHeaderNames.USER_AGENT);
        return (accept != null && accept.contains("pretty=1"))
                || (agent != null && (agent.startsWith("curl/") || agent.startsWith("Mozilla/")));
    }

    private static byte[] indented(byte[] body) {
        try {
            return Json.prettyBytes(Json.read(body));
        } catch (IOException e) {
            return body;
        }
    }
}
