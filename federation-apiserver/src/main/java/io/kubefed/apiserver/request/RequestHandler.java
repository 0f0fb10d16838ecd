package io.kubefed.apiserver.request;

import reactor.core.publisher.Mono;

/** Answers requests. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Handles one request when it is subscribed to.
     *
     * @return emits one answer, refusals included; never errors
     */
    Mono<Answer> handle(Request request);
}
