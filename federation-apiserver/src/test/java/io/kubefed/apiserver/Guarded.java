package io.kubefed.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.admission.Admission;
import io.kubefed.apiserver.authn.Authenticator;
import io.kubefed.apiserver.authn.TokenIssuer;
import io.kubefed.apiserver.authz.AuthorizationGate;
import io.kubefed.apiserver.authz.Authorizer;
import io.kubefed.apiserver.authz.owner.OwnerReferencePermissions;
import io.kubefed.apiserver.authz.rbac.Aggregation;
import io.kubefed.apiserver.authz.rbac.Bootstrap;
import io.kubefed.apiserver.authz.rbac.Escalation;
import io.kubefed.apiserver.authz.rbac.Rbac;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import io.kubefed.apiserver.storage.memory.MemoryStorage;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.List;
import java.util.SplittableRandom;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A server with RBAC in virtual time, and requests of users to it in short: JSON may have single quotes. */
public final class Guarded implements AutoCloseable {

    /** May do everything. */
    public static final User ROOT = User.of("root", User.MASTERS, User.AUTHENTICATED);

    /** May do what everybody may who is known. */
    public static final User ALICE = User.of("alice", User.AUTHENTICATED);

    public final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    public final MemoryStorage storage = new MemoryStorage(1_000, 1_000);
    public final Rbac rbac = new Rbac(storage);
    public final ApiServer server;
    private final Authorizer authorizer = Authorizer.inOrder(List.of(Authorizer.MASTERS, rbac));
    private final Disposable running;

    public Guarded() {
        this(Authenticator.NONE, Admission.NONE);
    }

    public Guarded(Authenticator authenticator, Admission more) {
        this(authenticator, more, null, "");
    }

    /** Makes tokens for service accounts, which are for {@code here}. */
    public Guarded(PrivateKey signing, String issuer) {
        this(Authenticator.NONE, Admission.NONE, signing, issuer);
    }

    private Guarded(Authenticator authenticator, Admission more, PrivateKey signing, String issuer) {
        TokenIssuer tokens = signing == null ? null : new TokenIssuer(issuer, signing, null, List.of("here"), time);
        Admission admission = Admission.inOrder(
                List.of(new Escalation(rbac, authorizer), new OwnerReferencePermissions(authorizer, storage), more));
        Access access = new Access(authenticator, authorizer, admission, List.of("here"), tokens);
        server = ApiServer.over("guarded", storage, access, time, new SplittableRandom(1))
                .block();
        Aggregation aggregation = new Aggregation(storage, server.client());
        new Bootstrap(server.client()).run().block();
        running = Mono.when(rbac.run(), aggregation.run()).subscribe();
    }

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param body the JSON
     */
    public record Reply(int status, JsonNode body) {

        public String message() {
            return Json.text(body, "message");
        }

        public JsonNode at(String pointer) {
            return body.at(pointer);
        }
    }

    public Reply get(User user, String uri) {
        return send(user, "GET", uri, "");
    }

    public Reply post(User user, String uri, String json) {
        return send(user, "POST", uri, json);
    }

    public Reply put(User user, String uri, String json) {
        return send(user, "PUT", uri, json);
    }

    public Reply delete(User user, String uri) {
        return send(user, "DELETE", uri, "");
    }

    public Reply send(User user, String method, String uri, String json) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Request request = new Request(
                method,
                decoder.path(),
                decoder.parameters(),
                "application/json",
                method.equals("PATCH") ? "application/merge-patch+json" : "application/json",
                "tester/1",
                body,
                Credentials.NONE,
                user);
        Answer answer = new AuthorizationGate(authorizer)
                .pass(request, server.handler()::handle)
                .onErrorResume(Refusal.class, refusal -> Mono.just(refusal.answer()))
                .block();
        try {
            return new Reply(answer.status(), Json.read(((Answer.Whole) answer).body()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        running.dispose();
    }
}
