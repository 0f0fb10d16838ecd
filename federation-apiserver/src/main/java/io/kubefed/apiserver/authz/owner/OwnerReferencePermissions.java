package io.kubefed.apiserver.authz.owner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.admission.Admission;
import io.kubefed.apiserver.admission.Operation;
import io.kubefed.apiserver.authz.Attributes;
import io.kubefed.apiserver.authz.Authorizer;
import io.kubefed.apiserver.authz.Decision;
import io.kubefed.apiserver.crd.CatalogKeeper;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Subject;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.type.TypeInfo;
import io.kubefed.apiserver.type.TypeTable;
import io.kubefed.core.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps users from having objects deleted, or kept, by way of owners: whoever changes the owners of an object must be allowed to delete
 * it, and whoever makes an owner wait for it must be allowed to change that owner's finalizers.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#ownerreferencespermissionenforcement">
 *     OwnerReferencesPermissionEnforcement</a>
 */
public final class OwnerReferencePermissions implements Admission {

    private final Authorizer authorizer;
    private final Storage storage;

    /**
     * Judges by these permissions.
     *
     * @param storage where custom types are defined
     */
    public OwnerReferencePermissions(Authorizer authorizer, Storage storage) {
        this.authorizer = authorizer;
        this.storage = storage;
    }

    @Override
    public Mono<Void> validate(Operation operation, @Nullable ObjectNode object) {
        if (object == null || operation.user().master()) {
            return Mono.empty();
        }
        JsonNode before = owners(operation.old());
        JsonNode after = owners(object);
        if (Json.same(before, after)) {
            return Mono.empty();
        }
        return Mono.<Void>fromRunnable(() -> demandDelete(operation, object))
                .thenMany(Flux.fromIterable(newlyBlocked(before, after)))
                .concatMap(owner -> demandFinalizers(operation, object, owner), 1)
                .then();
    }

    private static JsonNode owners(@Nullable ObjectNode object) {
        JsonNode owners = object == null ? null : object.path("metadata").get("ownerReferences");
        return owners == null ? Json.object().putArray("none") : owners;
    }

    private static List<JsonNode> newlyBlocked(JsonNode before, JsonNode after) {
        List<JsonNode> blocked = new ArrayList<>();
        for (JsonNode owner : after) {
            boolean was = false;
            for (JsonNode known : before) {
                was |= Json.same(known.path("uid"), owner.path("uid")) && blocks(known);
            }
            if (blocks(owner) && !was) {
                blocked.add(owner);
            }
        }
        return blocked;
    }

    private static boolean blocks(JsonNode owner) {
        return owner.path("blockOwnerDeletion").asBoolean();
    }

    private void demandDelete(Operation operation, ObjectNode object) {
        if (operation.verb() == Operation.Verb.CREATE) {
            return;
        }
        ResourceType type = operation.target().resource().type();
        Decision decision = authorizer.decide(
                Attributes.object(operation.user(), "delete", type.group(), type.plural(), name(object))
                        .part(operation.target().subresource())
                        .in(operation.target().namespace()));
        if (!decision.allows()) {
            throw forbidden(
                    operation,
                    object,
                    "cannot set an ownerRef on a resource you can't delete: " + decision.reason() + ", <nil>");
        }
    }

    private Mono<Void> demandFinalizers(Operation operation, ObjectNode object, JsonNode owner) {
        String apiVersion = Json.text(owner, "apiVersion");
        String kind = Json.text(owner, "kind");
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return resource(group, kind)
                .switchIfEmpty(Mono.error(() -> forbidden(
                        operation,
                        object,
                        "cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion "
                                + apiVersion + " Kind " + kind + ": no matches for kind " + Json.quoted(kind)
                                + " in version " + Json.quoted(apiVersion))))
                .doOnNext(found -> {
                    Decision decision = authorizer.decide(Attributes.object(
                                    operation.user(), "update", group, found.plural(), Json.text(owner, "name"))
                            .part("finalizers")
                            .in(found.namespaced() ? operation.target().namespace() : ""));
                    if (!decision.allows()) {
                        throw forbidden(
                                operation,
                                object,
                                "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set"
                                        + " finalizers on: " + decision.reason() + ", <nil>");
                    }
                })
                .then();
    }

    private record Owner(String plural, boolean namespaced) {}

    private Mono<Owner> resource(String group, String kind) {
        return Flux.fromIterable(TypeTable.builtIn().types())
                .map(TypeInfo::type)
                .filter(type -> type.group().equals(group) && type.kind().equals(kind))
                .map(type -> new Owner(type.plural(), type.namespaced()))
                .next()
                .switchIfEmpty(Mono.defer(() -> defined(group, kind)));
    }

    private Mono<Owner> defined(String group, String kind) {
        return storage.range(RangeQuery.all(CatalogKeeper.PREFIX))
                .flatMapIterable(definitions -> definitions.items())
                .map(definition -> definition.content().path("spec"))
                .filter(spec -> spec.path("group").asText().equals(group)
                        && spec.path("names").path("kind").asText().equals(kind))
                .map(spec -> new Owner(
                        spec.path("names").path("plural").asText(),
                        spec.path("scope").asText().equals("Namespaced")))
                .next();
    }

    private static Refusal forbidden(Operation operation, ObjectNode object, String why) {
        return Refusal.forbidden(new Subject(operation.target().resource().type(), name(object)), why);
    }

    private static String name(ObjectNode object) {
        return Json.text(object, "metadata", "name");
    }
}
