package io.kubefed.apiserver;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/** Requests without bodies, and what gates make of them. */
public final class Requests {

    private static final byte[] NOTHING = {};

    private Requests() {}

    /** A request in short. */
    public static Request of(String method, String uri, User user, Credentials credentials) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        return new Request(method, decoder.path(), decoder.parameters(), "", "", "tester", NOTHING, credentials, user);
    }

    /** A request of somebody who is known. */
    public static Request of(String method, String uri, User user) {
        return of(method, uri, user, Credentials.NONE);
    }

    /** As whom a request passes a gate. */
    public static User passed(Gate gate, Request request) {
        AtomicReference<User> user = new AtomicReference<>();
        gate.pass(request, inside -> {
                    user.set(inside.user());
                    return Mono.just(Answer.text(200, "ok"));
                })
                .block();
        return user.get();
    }

    /** The refusal that a gate has for a request. */
    public static Refusal refused(Gate gate, Request request) {
        try {
            passed(gate, request);
        } catch (Refusal refusal) {
            return refusal;
        }
        throw new AssertionError(request + " passed");
    }
}
