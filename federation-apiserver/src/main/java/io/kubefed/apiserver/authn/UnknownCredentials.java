package io.kubefed.apiserver.authn;

import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import reactor.core.publisher.Mono;

/** Rejects tokens that nobody else is there to judge, so that they do not pass as nothing. */
public final class UnknownCredentials implements Authenticator {

    @Override
    public Mono<User> authenticate(Credentials credentials) {
        return credentials.token().isEmpty() ? Mono.empty() : Mono.error(Refusal.unauthorized());
    }
}
