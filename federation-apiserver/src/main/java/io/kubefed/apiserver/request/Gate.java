package io.kubefed.apiserver.request;

import java.util.function.Function;
import reactor.core.publisher.Mono;

/** What a request passes on its way in, and its answer on its way out. */
@FunctionalInterface
public interface Gate {

    /** Lets everything pass. */
    Gate OPEN = (head, inside) -> inside.apply(head);

    /**
     * Decides on one request before its body is read.
     *
     * @param head the request without its body
     * @param inside what is behind the gate: reads the body and handles the request, as changed by the gate
     * @return emits one answer; errors with {@link Refusal} if the request does not pass
     */
    Mono<Answer> pass(Request head, Function<Request, Mono<Answer>> inside);

    /** This gate, and behind it another. */
    default Gate then(Gate next) {
        return (head, inside) -> pass(head, passed -> next.pass(passed, inside));
    }
}
