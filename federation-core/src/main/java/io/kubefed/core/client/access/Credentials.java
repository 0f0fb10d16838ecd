package io.kubefed.core.client.access;

import reactor.core.publisher.Mono;

/** Where the credential of each request to one cluster comes from. */
public interface Credentials {

    /**
     * The credential to use now.
     *
     * @return emits one, from memory as long as it is good; errors with a {@code FederationException} if none can be had
     */
    Mono<Credential> current();

    /** Forgets {@code refused}, which a server answered with 401, so that the next {@link #current} looks for another one. */
    void drop(Credential refused);

    /** Always the same. */
    static Credentials fixed(Credential credential) {
        return new Credentials() {
            private final Mono<Credential> current = Mono.just(credential);

            @Override
            public Mono<Credential> current() {
                return current;
            }

            @Override
            public void drop(Credential refused) {
                // There is no other.
            }
        };
    }
}
