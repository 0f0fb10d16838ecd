package io.kubefed.fcp.controllers;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.client.discovery.Discovery;
import io.kubefed.core.client.discovery.ServedType;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ResourceType;
import io.kubefed.sync.TypeCatalog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** The types of the federation API; those that a CustomResourceDefinition defines are told apart by asking for the definitions. */
final class FederationDiscovery implements TypeCatalog {

    private static final ResourceType CRD = new ResourceType(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);

    private final ClusterClient federationApi;

    FederationDiscovery(ClusterClient federationApi) {
        this.federationApi = federationApi;
    }

    @Override
    public Mono<List<Served>> types() {
        return Mono.zip(new Discovery(federationApi).types(), customResources())
                .map(both -> both.getT1().preferred().stream()
                        .filter(ServedType::watchable)
                        .map(served -> new Served(
                                served.type(),
                                both.getT2().contains(served.type().groupResource())))
                        .toList());
    }

    /** A server without definitions has no custom resources. */
    private Mono<Set<String>> customResources() {
        return federationApi
                .list(CRD, "")
                .map(KubeObject::name)
                .collect(HashSet<String>::new, HashSet::add)
                .map(names -> (Set<String>) names)
                .onErrorResume(
                        FederationException.class,
                        error -> error.code() == 404 ? Mono.just(Set.of()) : Mono.error(error));
    }
}
