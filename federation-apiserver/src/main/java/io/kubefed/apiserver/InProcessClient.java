package io.kubefed.apiserver;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.RequestHandler;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.http.Refusals;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Talks to a server in this process. What it sends is handled on its own thread. */
final class InProcessClient implements ClusterClient {

    private static final Pattern WARNING = Pattern.compile("299 - \"(.*)\"");

    private final String name;
    private final RequestHandler handler;
    private final Refusals refusals;

    InProcessClient(String name, RequestHandler handler, Scheduler timer) {
        this.name = name;
        this.handler = handler;
        this.refusals = new Refusals(name, timer);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Mono<ApiResponse> send(ApiRequest request) {
        return Mono.defer(() -> handler.handle(Request.of(request, "kubefed/in-process")))
                .flatMap(answer -> whole(answer).flatMap(body -> response(request, answer, body)));
    }

    private static Mono<byte[]> whole(Answer answer) {
        if (answer instanceof Answer.Whole whole) {
            return Mono.just(whole.body());
        }
        return ((Answer.Stream) answer)
                .body()
                .collect(java.io.ByteArrayOutputStream::new, (all, piece) -> all.writeBytes(bytes(piece)))
                .map(java.io.ByteArrayOutputStream::toByteArray);
    }

    private static byte[] bytes(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.duplicate().get(bytes);
        return bytes;
    }

    private Mono<ApiResponse> response(ApiRequest request, Answer answer, byte[] body) {
        if (answer.status() >= 300) {
            return Mono.error(refusals.of(request, answer.status(), header(answer, "Retry-After"), body));
        }
        // The bytes are shared with other readers; an answer is its receiver's own.
        return Mono.just(new ApiResponse(answer.status(), warnings(answer), body.clone()));
    }

    @Override
    public Flux<ByteBuffer> stream(ApiRequest request) {
        return Flux.defer(() ->
                handler.handle(Request.of(request, "kubefed/in-process")).flatMapMany(answer -> body(request, answer)));
    }

    private Flux<ByteBuffer> body(ApiRequest request, Answer answer) {
        if (answer instanceof Answer.Stream stream) {
            return stream.body();
        }
        byte[] body = ((Answer.Whole) answer).body();
        return answer.status() >= 300
                ? Flux.error(refusals.of(request, answer.status(), header(answer, "Retry-After"), body))
                : Flux.just(ByteBuffer.wrap(body).asReadOnlyBuffer());
    }

    private static @org.jspecify.annotations.Nullable String header(Answer answer, String name) {
        for (Map.Entry<String, String> header : answer.headers()) {
            if (header.getKey().equals(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    private static List<String> warnings(Answer answer) {
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, String> header : answer.headers()) {
            Matcher matcher = WARNING.matcher(header.getValue());
            if (header.getKey().equals("Warning") && matcher.matches()) {
                texts.add(matcher.group(1).replaceAll("\\\\(.)", "$1"));
            }
        }
        return texts;
    }
}
