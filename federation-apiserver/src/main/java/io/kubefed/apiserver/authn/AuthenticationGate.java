package io.kubefed.apiserver.authn;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Lets nobody pass who is unknown.
 *
 * @param authenticator knows the users
 * @param anonymous whether who says nothing passes as {@link User#ANONYMOUS}; who says something wrong never does
 */
public record AuthenticationGate(Authenticator authenticator, boolean anonymous) implements Gate {

    /** Checks that there is an authenticator. */
    public AuthenticationGate {
        requireNonNull(authenticator, "authenticator");
    }

    @Override
    public Mono<Answer> pass(Request head, Function<Request, Mono<Answer>> inside) {
        return authenticator
                .authenticate(head.credentials())
                .map(AuthenticationGate::known)
                .switchIfEmpty(Mono.defer(this::nobody))
                .flatMap(user -> inside.apply(head.by(user)));
    }

    static User known(User user) {
        return user.groups().contains(User.UNAUTHENTICATED) || user.groups().contains(User.AUTHENTICATED)
                ? user
                : user.in(User.AUTHENTICATED);
    }

    private Mono<User> nobody() {
        return anonymous ? Mono.just(User.ANONYMOUS) : Mono.error(Refusal.unauthorized());
    }
}
