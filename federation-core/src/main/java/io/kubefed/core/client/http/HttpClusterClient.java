package io.kubefed.core.client.http;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.client.access.Credential;
import io.kubefed.core.client.access.Credential.ClientCertificate;
import io.kubefed.core.client.access.Credentials;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/**
 * {@link ClusterClient} over HTTP.
 *
 * <p>A request goes out once. The one exception: if the server answers 401 and another credential can be had, it goes out once
 * more with that.
 */
public final class HttpClusterClient implements ClusterClient, Disposable {

    private static final long RETIRE_AFTER_MILLIS = 60_000;

    private final String name;
    private final ClusterAccess access;
    private final Transport transport;
    private final Credentials credentials;
    private final Refusals refusals;
    private final Failures failures;
    private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private volatile @Nullable Connections connections;
    private volatile boolean disposed;

    HttpClusterClient(String name, ClusterAccess access, Transport transport) {
        this.name = requireNonNull(name, "name");
        this.access = requireNonNull(access, "access");
        this.transport = transport;
        credentials = access.credentials(transport.blocking(), transport.timer());
        refusals = new Refusals(name, transport.timer());
        failures = new Failures(name, access.server());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Mono<ApiResponse> send(ApiRequest request) {
        return credentials
                .current()
                .flatMap(credential -> requestAnswer(request, credential)
                        .onErrorResume(
                                HttpClusterClient::isUnauthorized,
                                refusal -> other(credential, refusal).flatMap(fresh -> requestAnswer(request, fresh))))
                .timeout(request.timeout(), transport.timer())
                .onErrorMap(error -> failures.of(request, error));
    }

    @Override
    public Flux<ByteBuffer> stream(ApiRequest request) {
        return Flux.defer(() -> stream(request, new AtomicBoolean())).onErrorMap(error -> failures.of(request, error));
    }

    private Flux<ByteBuffer> stream(ApiRequest request, AtomicBoolean begun) {
        return credentials
                .current()
                .flatMapMany(credential -> requestStream(request, credential, begun)
                        .onErrorResume(
                                HttpClusterClient::isUnauthorized,
                                refusal -> other(credential, refusal)
                                        .flatMapMany(fresh -> requestStream(request, fresh, begun))))
                .takeUntilOther(deadline(request.timeout(), begun))
                .concatWith(Mono.defer(() -> begun.get() ? Mono.empty() : Mono.error(new TimeoutException("no head"))));
    }

    /**
     * Completes when the time is over and nothing has begun. An error here would end the stream and leave its request subscribed:
     * {@code takeUntilOther} cancels the source for a signal or the end of the other, not for its error.
     */
    private Mono<Void> deadline(Duration limit, AtomicBoolean begun) {
        return Mono.delay(limit, transport.timer()).flatMap(tick -> begun.get() ? Mono.never() : Mono.empty());
    }

    private static boolean isUnauthorized(Throwable error) {
        return error instanceof FederationException refusal && refusal.code() == 401;
    }

    private Mono<Credential> other(Credential refused, Throwable refusal) {
        credentials.drop(refused);
        return credentials.current().filter(fresh -> !fresh.equals(refused)).switchIfEmpty(Mono.error(refusal));
    }

    private Mono<ApiResponse> requestAnswer(ApiRequest request, Credential credential) {
        return connections(credential.certificate())
                .flatMap(found -> outgoing(found.requests(), request, credential)
                        .response((response, content) -> answer(request, response, content))
                        .single());
    }

    private Mono<ApiResponse> answer(ApiRequest request, HttpClientResponse response, ByteBufFlux content) {
        return succeeded(response)
                ? checked(response)
                        .then(Answers.whole(
                                response, content, transport.limits().bodyBytes()))
                : refusal(request, response, content);
    }

    private Flux<ByteBuffer> requestStream(ApiRequest request, Credential credential, AtomicBoolean begun) {
        return connections(credential.certificate())
                .flatMapMany(found -> outgoing(found.streams(), request, credential)
                        .response((response, content) -> pieces(request, response, content, begun)));
    }

    private Flux<ByteBuffer> pieces(
            ApiRequest request, HttpClientResponse response, ByteBufFlux content, AtomicBoolean begun) {
        if (!succeeded(response)) {
            return this.<ByteBuffer>refusal(request, response, content).flux();
        }
        begun.set(true);
        return checked(response).thenMany(content.map(ByteBuf::nioBuffer));
    }

    private static boolean succeeded(HttpClientResponse response) {
        int code = response.status().code();
        return code >= 200 && code <= 299;
    }

    private static Mono<Void> checked(HttpClientResponse response) {
        HttpHeaders headers = response.responseHeaders();
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        if (type != null && type.startsWith("text/html")) {
            return Mono.error(
                    new PermanentException("the answer is a web page; give the address of a Kubernetes API server"));
        }
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        return encoding == null || encoding.equals("identity")
                ? Mono.empty()
                : Mono.error(new PermanentException("the answer is encoded as " + encoding
                        + ", which nobody asked for; stop the proxy in between from compressing"));
    }

    private <T> Mono<T> refusal(ApiRequest request, HttpClientResponse response, ByteBufFlux content) {
        String retryAfter = response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER);
        return Answers.refusal(response, content)
                .flatMap(body ->
                        Mono.error(refusals.of(request, response.status().code(), retryAfter, body)));
    }

    private static HttpClient.ResponseReceiver<?> outgoing(
            HttpClient client, ApiRequest request, Credential credential) {
        return client.request(HttpMethod.valueOf(request.method().name()))
                .uri(request.uri())
                .send((head, outbound) -> send(head, outbound, request, credential));
    }

    private static NettyOutbound send(
            HttpClientRequest head, NettyOutbound outbound, ApiRequest request, Credential credential) {
        HttpHeaders headers = head.requestHeaders();
        headers.set(HttpHeaderNames.ACCEPT, request.accept());
        String authorization = credential.authorization().reveal();
        if (!authorization.isEmpty()) {
            headers.set(HttpHeaderNames.AUTHORIZATION, authorization);
        }
        byte[] body = request.body();
        if (body == null) {
            return outbound;
        }
        if (request.contentType() != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, request.contentType());
        }
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return outbound.sendObject(Unpooled.wrappedBuffer(body));
    }

    private Mono<Connections> connections(@Nullable ClientCertificate certificate) {
        Connections held = connections;
        return held != null && Objects.equals(held.certificate(), certificate)
                ? Mono.just(held)
                : Mono.fromCallable(() -> connect(certificate)).subscribeOn(transport.blocking());
    }

    private synchronized Connections connect(@Nullable ClientCertificate certificate) {
        if (disposed) {
            throw new TransientException("the client was closed", null);
        }
        Connections held = connections;
        if (held != null && Objects.equals(held.certificate(), certificate)) {
            return held;
        }
        Connections fresh = new Connections(access, certificate, transport, open);
        connections = fresh;
        if (held != null) {
            // Later, because somebody may have taken them just now and not yet used them.
            transport.timer().schedule(held::retire, RETIRE_AFTER_MILLIS, MILLISECONDS);
        }
        return fresh;
    }

    /** Closes all connections; what is under way fails, and so does what comes later. */
    @Override
    public synchronized void dispose() {
        disposed = true;
        Connections held = connections;
        connections = null;
        if (held != null) {
            held.retire();
        }
        open.close();
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }

    /** Name and address. */
    @Override
    public String toString() {
        return name + " at " + access.server();
    }
}
