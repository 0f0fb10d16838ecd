package io.kubefed.informers.reflector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.ThrottledException;
import io.kubefed.core.error.TransientException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import reactor.core.publisher.FluxSink;

/** One request that was sent, whose answer a test dictates. */
public final class Exchange {

    private final ApiRequest request;
    private final FluxSink<ByteBuffer> sink;
    private boolean over;

    Exchange(ApiRequest request, FluxSink<ByteBuffer> sink) {
        this.request = request;
        this.sink = sink;
    }

    public ApiRequest request() {
        return request;
    }

    public String query(String name) {
        return request.query().getOrDefault(name, "");
    }

    public boolean isWatch() {
        return query("watch").equals("1");
    }

    public boolean isWatchList() {
        return query("sendInitialEvents").equals("true");
    }

    public boolean isOpen() {
        return !over && !sink.isCancelled();
    }

    /** Sends text as it is, in one piece, and takes the piece back as a transport does. */
    public Exchange send(String text) {
        return send(text, Integer.MAX_VALUE);
    }

    /** The same in pieces of so many bytes, cut anywhere. */
    public Exchange send(String text, int pieceBytes) {
        byte[] bytes = text.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at += Math.min(pieceBytes, bytes.length)) {
            byte[] piece = Arrays.copyOfRange(bytes, at, (int) Math.min((long) at + pieceBytes, bytes.length));
            sink.next(ByteBuffer.wrap(piece));
            Arrays.fill(piece, (byte) '#');
        }
        return this;
    }

    public Exchange event(String type, String object) {
        return send("{\"type\":\"" + type + "\",\"object\":" + object + "}\n");
    }

    public Exchange added(String name, long version) {
        return event("ADDED", Json.object(name, version));
    }

    public Exchange modified(String name, long version) {
        return event("MODIFIED", Json.object(name, version));
    }

    public Exchange deleted(String name, long version) {
        return event("DELETED", Json.object(name, version));
    }

    public Exchange bookmark(long version) {
        return event("BOOKMARK", Json.bookmark(version));
    }

    public Exchange initialEnd(long version) {
        return event("BOOKMARK", Json.initialEnd(version));
    }

    public Exchange error(int code, String reason) {
        return event("ERROR", Json.status(code, reason));
    }

    /** A regular end of the body. */
    public void end() {
        over = true;
        sink.complete();
    }

    /** The whole answer of a list. */
    public void answer(String list) {
        send(list);
        end();
    }

    /** The connection is lost. */
    public void cut() {
        over = true;
        sink.error(new TransientException("member toy: the connection was lost", null));
    }

    /** The server refuses with this status. */
    public void refuse(int code, String reason) {
        over = true;
        sink.error(refusal(code, reason));
    }

    public void throttle(Duration retryAfter) {
        ApiStatus status = new ApiStatus(429, "TooManyRequests", "slow down", java.util.List.of(), retryAfter);
        over = true;
        sink.error(new ThrottledException("member toy: slow down", status));
    }

    private static FederationException refusal(int code, String reason) {
        ApiStatus status = ApiStatus.of(code, reason, reason + ", says the server");
        boolean mayPass = code >= 500 || code == 408 || code == 409 || code == 410 || code == 429;
        return mayPass
                ? new TransientException("member toy: " + reason, status, null)
                : new PermanentException("member toy: " + reason, status, null);
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
