package io.kubefed.sync.deletion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.sync.ownership.Marks;
import io.kubefed.sync.plan.Template;
import reactor.core.publisher.Mono;

/**
 * Puts v1's finalizers on templates, and takes them off again.
 *
 * <p>By server-side apply under our own manager: other finalizers are not touched, no version has to match, and our ownership
 * entry remembers what we put there. The uid in the body keeps an apply to a deleted template from creating it anew.
 */
public final class Finalizers {

    private Finalizers() {}

    /**
     * Adds what is missing.
     *
     * @return emits the answer; one request
     */
    public static Mono<ApiResponse> put(ClusterClient federationApi, String fieldManager, Template template) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("apiVersion", template.key().type().apiVersion())
                .put("kind", template.key().type().kind());
        ObjectNode metadata = body.putObject("metadata")
                .put("name", template.key().key().name())
                .put("uid", template.uid());
        Marks.FINALIZERS.forEach(metadata.putArray("finalizers")::add);
        return federationApi.apply(
                template.key().type(), template.key().key(), new KubeObject(body).toBytes(), fieldManager, true);
    }

    /**
     * Takes ours off, which lets a deleted template go. By merge patch: an apply would leave what someone else owns too, such as
     * whoever restored the template from a dump.
     *
     * @return completes also if it is gone already; errors with 409 if the template changed meanwhile; one request
     */
    public static Mono<Void> remove(ClusterClient federationApi, String fieldManager, Template template) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata")
                .put("uid", template.uid())
                .put("resourceVersion", template.object().resourceVersion());
        ArrayNode kept = metadata.putArray("finalizers");
        template.object().finalizers().stream()
                .filter(finalizer -> !Marks.FINALIZERS.contains(finalizer))
                .forEach(kept::add);
        return federationApi
                .mergePatch(template.key().type(), template.key().key(), "", patch.toString(), fieldManager)
                .onErrorResume(FederationException.class, Finalizers::emptyIfGone)
                .then();
    }

    private static Mono<KubeObject> emptyIfGone(FederationException error) {
        return error.code() == 404 ? Mono.empty() : Mono.error(error);
    }
}
