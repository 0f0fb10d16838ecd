package io.kubefed.apiserver.authz;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.Request;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Lets pass what the user may do. Asks before anything is known of the object: who may not read it does not learn whether it is there.
 *
 * @param authorizer who decides
 */
public record AuthorizationGate(Authorizer authorizer) implements Gate {

    /** Checks that there is an authorizer. */
    public AuthorizationGate {
        requireNonNull(authorizer, "authorizer");
    }

    @Override
    public Mono<Answer> pass(Request head, Function<Request, Mono<Answer>> inside) {
        Attributes wanted = Attributes.of(head);
        Decision decision = authorizer.decide(wanted);
        return decision.allows() ? inside.apply(head) : Mono.error(wanted.refusal(decision.reason()));
    }
}
