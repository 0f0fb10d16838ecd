package io.kubefed.apiserver.http;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.RequestHandler;
import io.kubefed.apiserver.request.User;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** One request and its answer on the wire. */
final class Exchange {

    /** The longest body that is read. */
    private static final int BODY_BYTES = 3 << 20;

    private static final byte[] NOT_READ = {};

    private final RequestHandler handler;
    private final Gate gate;
    private final AtomicLong requests = new AtomicLong();

    Exchange(RequestHandler handler, Gate gate) {
        this.handler = handler;
        this.gate = gate;
    }

    Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        request.withConnection(connection -> HeadTimer.requested(connection.channel()));
        return Mono.defer(() -> gate.pass(head(request), head -> handled(request, head)))
                .onErrorResume(Exchange::refused)
                .flatMap(answer -> Mono.from(send(request, response, answer)))
                .doFinally(end -> request.withConnection(connection -> HeadTimer.answered(connection.channel())));
    }

    private Mono<Answer> handled(HttpServerRequest request, Request head) {
        return body(request).flatMap(body -> handler.handle(head.with(body))).onErrorResume(Exchange::refused);
    }

    private static Mono<Answer> refused(Throwable error) {
        if (error instanceof Refusal refusal) {
            return Mono.just(refusal.answer());
        }
        return error instanceof IllegalArgumentException
                ? Mono.just(
                        Refusal.badRequest(String.valueOf(error.getMessage())).answer())
                : Mono.error(error);
    }

    private static Mono<byte[]> body(HttpServerRequest request) {
        return request.receive()
                .collect(ByteArrayOutputStream::new, Exchange::append)
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static void append(ByteArrayOutputStream body, ByteBuf piece) {
        if (body.size() + piece.readableBytes() > BODY_BYTES) {
            throw Refusal.tooLarge(BODY_BYTES);
        }
        byte[] bytes = new byte[piece.readableBytes()];
        piece.readBytes(bytes);
        body.writeBytes(bytes);
    }

    private static Request head(HttpServerRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        HttpHeaders headers = request.requestHeaders();
        return new Request(
                request.method().name(),
                uri.path(),
                uri.parameters(),
                String.join(",", headers.getAll(HttpHeaderNames.ACCEPT)),
                header(headers, HttpHeaderNames.CONTENT_TYPE),
                header(headers, HttpHeaderNames.USER_AGENT),
                NOT_READ,
                Presented.by(request),
                User.ANONYMOUS);
    }

    private static String header(HttpHeaders headers, CharSequence name) {
        @Nullable String value = headers.get(name);
        return value == null ? "" : value;
    }

    private Publisher<Void> send(HttpServerRequest request, HttpServerResponse response, Answer answer) {
        HttpHeaders headers = response.responseHeaders();
        response.status(answer.status());
        headers.set("Audit-Id", auditId()).set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
        answer.headers().forEach(header -> {
            if (header.getKey().equals("Warning")) {
                headers.add(header.getKey(), header.getValue());
            } else {
                headers.set(header.getKey(), header.getValue());
            }
        });
        return answer instanceof Answer.Stream stream
                ? stream(response, stream)
                : whole(request, response, (Answer.Whole) answer);
    }

    /** Tells answers of one server apart; nobody may rely on more. */
    private String auditId() {
        return new UUID(0x4000L, Long.MIN_VALUE | requests.incrementAndGet()).toString();
    }

    private static Publisher<Void> stream(HttpServerResponse response, Answer.Stream answer) {
        Flux<ByteBuf> lines = answer.body().map(Unpooled::wrappedBuffer);
        return response.sendHeaders().send(lines, line -> true);
    }

    private static Publisher<Void> whole(HttpServerRequest request, HttpServerResponse response, Answer.Whole answer) {
        if (answer.status() == 304 || answer.status() == 204) {
            return response.send();
        }
        HttpHeaders headers = request.requestHeaders();
        byte[] body = Layout.of(request, answer);
        if (Compression.wanted(header(headers, HttpHeaderNames.ACCEPT_ENCODING), body)) {
            body = Compression.gzip(body);
            response.header(HttpHeaderNames.CONTENT_ENCODING, "gzip")
                    .addHeader(HttpHeaderNames.VARY, "Accept-Encoding");
        }
        response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        if (request.method().name().equals("HEAD")) {
            return response.send();
        }
        return response.sendObject(Unpooled.wrappedBuffer(body));
    }
}
