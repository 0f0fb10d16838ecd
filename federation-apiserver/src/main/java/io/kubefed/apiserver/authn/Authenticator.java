package io.kubefed.apiserver.authn;

import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds out who asks. */
@FunctionalInterface
public interface Authenticator {

    /** Knows nobody. */
    Authenticator NONE = credentials -> Mono.empty();

    /**
     * Judges credentials of one kind.
     *
     * @return emits the user, without the group of all authenticated users; empty if there are no credentials of this kind; errors
     *     with {@link Refusal#unauthorized} if there are, and they prove nothing
     */
    Mono<User> authenticate(Credentials credentials);

    /** Whom any of these knows. What one of them rejects, another may know; errors if all that is there was rejected. */
    static Authenticator anyOf(List<Authenticator> all) {
        List<Authenticator> each = List.copyOf(all);
        return credentials -> Flux.fromIterable(each)
                .concatMapDelayError(one -> one.authenticate(credentials), true, 1)
                .next()
                .onErrorMap(rejected -> Refusal.unauthorized());
    }
}
