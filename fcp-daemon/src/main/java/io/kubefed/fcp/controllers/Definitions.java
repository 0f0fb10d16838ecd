package io.kubefed.fcp.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Our own types on a federation API that is some other Kubernetes API server: installed where we may and must, waited for in any case. */
final class Definitions {

    private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);
    private static final ResourceType CRD = new ResourceType(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    private static final List<String> FILES = List.of("clusters", "propagations", "clusterpropagations");

    private Definitions() {}

    /**
     * Installs the definitions.
     *
     * @return completes when all are served; errors if they are not within the limit
     */
    static Mono<Void> install(ClusterClient federationApi, Scheduler timer, Duration limit) {
        return Flux.fromIterable(FILES)
                .map(Definitions::read)
                .concatMap(definition -> install(federationApi, definition), 1)
                .thenMany(Flux.fromIterable(FILES))
                .concatMap(plural -> served(federationApi, plural), 1)
                .then()
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(250))
                        .scheduler(timer)
                        .filter(TransientException.class::isInstance))
                .timeout(limit, timer);
    }

    private static KubeObject read(String file) {
        try (InputStream yaml = Definitions.class.getResourceAsStream(file + ".yaml")) {
            return new KubeObject((ObjectNode) new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mono<Void> install(ClusterClient federationApi, KubeObject definition) {
        ObjectKey key = ObjectKey.clusterScoped(definition.name());
        return federationApi
                .get(CRD, key)
                .onErrorResume(
                        FederationException.class, error -> error.code() == 403 ? Mono.empty() : Mono.error(error))
                .filter(present -> holds(present.json(), definition.json()))
                .switchIfEmpty(Mono.defer(() -> federationApi
                        .apply(CRD, key, definition.toBytes(), "fcp", true)
                        .map(ApiResponse::object)))
                .then()
                .onErrorResume(FederationException.class, error -> mayBeThere(definition, error));
    }

    /** Whether all that {@code asked} says is there; what a server adds does not count. */
    private static boolean holds(JsonNode present, JsonNode asked) {
        if (asked.isObject()) {
            return asked.properties().stream().allMatch(field -> holds(present.path(field.getKey()), field.getValue()));
        }
        if (asked.isArray()) {
            return present.size() == asked.size()
                    && IntStream.range(0, asked.size()).allMatch(i -> holds(present.path(i), asked.get(i)));
        }
        return present.equals(asked);
    }

    private static Mono<Void> mayBeThere(KubeObject definition, FederationException error) {
        if (error.code() != 403 && error.code() != 404 && error.code() != 405) {
            return Mono.error(error);
        }
        LOG.atInfo()
                .addKeyValue("definition", definition.name())
                .addKeyValue("error", error.getMessage())
                .log("may not install; it must be there already");
        return Mono.empty();
    }

    private static Mono<Void> served(ClusterClient federationApi, String plural) {
        ResourceType type = new ResourceType("federation.kubefed.io", "v1beta1", plural, "", false);
        return federationApi
                .list(type, "")
                .take(1)
                .then()
                .onErrorMap(
                        FederationException.class,
                        error -> error.code() != 404
                                ? error
                                : new TransientException(plural + ".federation.kubefed.io is not served yet", error));
    }
}
