package io.kubefed.fcp.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.sync.ownership.FederationIdentity;
import reactor.core.publisher.Mono;

/** Finds out which federation this is, founding it if need be. */
final class Identity {

    private static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);

    private Identity() {}

    /**
     * Reads the system namespace, or creates it.
     *
     * @return emits the identity; at most three requests
     */
    static Mono<FederationIdentity> of(ClusterClient federationApi) {
        return read(federationApi)
                .switchIfEmpty(Mono.defer(() -> found(federationApi)))
                .map(KubeObject::uid)
                .map(FederationIdentity::new);
    }

    private static Mono<KubeObject> read(ClusterClient federationApi) {
        return federationApi.get(NAMESPACES, ObjectKey.clusterScoped(FederationIdentity.SYSTEM_NAMESPACE));
    }

    private static Mono<KubeObject> found(ClusterClient federationApi) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", FederationIdentity.SYSTEM_NAMESPACE);
        return federationApi
                .create(NAMESPACES, new KubeObject(namespace), "fcp")
                // Another one may have been faster.
                .onErrorResume(
                        FederationException.class,
                        error -> error.code() == 409 ? read(federationApi) : Mono.error(error));
    }
}
