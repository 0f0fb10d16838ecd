package io.kubefed.sync.cluster;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.FederationException;
import reactor.core.publisher.Mono;

/** Which version the server of a member is of. */
final class ServerVersion {

    private ServerVersion() {}

    /** Emits the version, such as {@code v1.36.3}, or what is known already if it cannot be read. One request. */
    static Mono<String> of(ClusterClient client, String known) {
        return client.send(ApiRequest.get("/version"))
                .map(ApiResponse::object)
                .map(version -> version.json().path("gitVersion").asText(known))
                .onErrorResume(FederationException.class, error -> Mono.just(known));
    }
}
