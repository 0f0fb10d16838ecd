package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Definition;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.ownership.FieldManagement;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.rules.RulesTable;
import io.kubefed.apiserver.rules.TypeRules;
import io.kubefed.apiserver.type.CanonicalForm;
import io.kubefed.apiserver.validate.MetadataCheck;
import io.kubefed.apiserver.validate.RequiredCheck;
import io.kubefed.apiserver.validate.SchemaValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of what a client sent the object that is stored: pure but for time and chance. */
final class Drafts {

    private static final Set<String> SET_BY_SERVER = Set.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink");

    private final Births births;

    Drafts(Births births) {
        this.births = births;
    }

    /**
     * An object to be created.
     *
     * @param sent the writer's own; with a name if it has one
     * @param managed whether its managedFields are there already, from an apply
     */
    ObjectNode created(Write write, ObjectNode sent, boolean managed) {
        Resource resource = write.target().resource();
        if (!managed) {
            Fields.settle(write, sent, false);
        }
        ObjectNode metadata = Metadata.of(sent);
        SET_BY_SERVER.forEach(metadata::remove);
        if (resource.countsGenerations()) {
            metadata.put("generation", 1);
        }
        name(write.target(), metadata);
        metadata.put("uid", births.uid()).put("creationTimestamp", births.now().toString());
        if (resource.has("status")) {
            sent.remove("status");
        }
        TypeRules rules = rules(resource);
        ObjectNode whole = complete(sent, resource);
        ObjectNode owned = managed
                ? whole
                : FieldManagement.update(null, whole, resource.schema(), write.manager(), births.now())
                        .deepCopy();
        // From here on it is the server's doing, which nobody owns.
        rules.create(owned);
        ObjectNode next = CanonicalForm.of(owned, resource.schema());
        check(write, next, null);
        return Metadata.ordered(next);
    }

    /**
     * An object as admission sees it: with its defaults, before it is checked.
     *
     * @param live the object as it is; null on create
     * @param edited the writer's own
     */
    ObjectNode preview(Write write, @Nullable ObjectNode live, ObjectNode edited) {
        Resource resource = write.target().resource();
        if (!write.target().subresource().equals("scale")) {
            Fields.settle(write, edited, write.request().method().equals("PATCH"));
        }
        if (live != null) {
            return complete(merged(write.target(), live, edited), resource);
        }
        ObjectNode metadata = Metadata.of(edited);
        if (resource.type().namespaced()) {
            metadata.put("namespace", write.target().namespace());
        }
        if (resource.has("status")) {
            edited.remove("status");
        }
        return complete(edited, resource);
    }

    private void name(Target target, ObjectNode metadata) {
        String name = Json.text(metadata, "name");
        String prefix = Json.text(metadata, "generateName");
        if (name.isEmpty() && !prefix.isEmpty()) {
            metadata.put("name", births.name(prefix));
        }
        if (target.resource().type().namespaced()) {
            metadata.put("namespace", target.namespace());
        } else {
            metadata.remove("namespace");
        }
    }

    /**
     * The object that replaces {@code live}.
     *
     * @param edited what the client made of it; the writer's own
     * @param managed whether its managedFields are there already, from an apply
     * @return an object that equals {@code live} if nothing changes
     */
    ObjectNode updated(Write write, ObjectNode live, ObjectNode edited, boolean managed) {
        Resource resource = write.target().resource();
        boolean fromClient = !managed && !write.target().subresource().equals("scale");
        if (fromClient) {
            Fields.settle(write, edited, write.request().method().equals("PATCH"));
        }
        ObjectNode merged = merged(write.target(), live, edited);
        restoreMetadata(write.target(), live, merged);
        ObjectNode whole = complete(merged, resource);
        if (write.target().subresource().isEmpty()) {
            rules(resource).update(live, whole);
        }
        ObjectNode next = CanonicalForm.of(whole, resource.schema());
        if (!managed && sameButForOwners(live, next)) {
            return live;
        }
        if (!write.target().subresource().equals("status")) {
            countGeneration(resource, live, next);
        }
        check(write, next, live);
        ObjectNode owned = managed ? next : Ownership.update(live, next, resource, write.manager(), births.now());
        ObjectNode ordered = Metadata.ordered(owned);
        return Json.same(ordered, live) ? live : ordered;
    }

    /** The object with all defaults; the writer's own. */
    private static ObjectNode complete(ObjectNode object, Resource resource) {
        ObjectNode canonical = CanonicalForm.of(object, resource.schema()).deepCopy();
        Defaults.fill(canonical, resource.schema());
        rules(resource).fill(canonical);
        return canonical;
    }

    /** Takes from {@code edited} what the sub-resource may change, and the rest from {@code live}. */
    private static ObjectNode merged(Target target, ObjectNode live, ObjectNode edited) {
        boolean hasStatus = target.resource().has("status");
        if (target.subresource().equals("status")) {
            ObjectNode next = live.deepCopy();
            Metadata.keep(next, edited, "status");
            ObjectNode metadata = Metadata.of(next);
            JsonNode sent = edited.path("metadata");
            Metadata.keep(metadata, sent, "managedFields");
            if (!target.resource().custom()) {
                List.of("annotations", "finalizers", "ownerReferences")
                        .forEach(field -> Metadata.keep(metadata, sent, field));
                if (!target.resource().groupResource().equals("deployments.apps")) {
                    Metadata.keep(metadata, sent, "labels");
                }
            }
            return next;
        }
        if (target.subresource().equals("finalize")) {
            ObjectNode next = live.deepCopy();
            Metadata.keep(Json.childOrNew(next, "spec"), edited.path("spec"), "finalizers");
            return next;
        }
        if (hasStatus && target.subresource().isEmpty()) {
            Metadata.keep(edited, live, "status");
        }
        return edited;
    }

    private static void restoreMetadata(Target target, ObjectNode live, ObjectNode next) {
        ObjectNode metadata = Metadata.of(next);
        JsonNode before = live.path("metadata");
        List<Cause> causes = new ArrayList<>();
        for (String field : List.of("uid", "deletionTimestamp", "deletionGracePeriodSeconds")) {
            JsonNode sent = metadata.get(field);
            boolean missing = sent == null
                    || sent.isNull()
                    || (field.equals("uid") && sent.asText().isEmpty());
            if (!missing && !Json.same(sent, before.path(field))) {
                Cause cause = Cause.invalid("metadata." + field, Bodies.shown(sent), "field is immutable");
                // Checked for objects in general and for the type once more.
                causes.add(cause);
                causes.add(cause);
            }
        }
        if (!causes.isEmpty()) {
            throw Refusal.invalid(target.subject(), causes);
        }
        metadata.remove("resourceVersion");
        for (String field : List.of(
                "name",
                "namespace",
                "uid",
                "creationTimestamp",
                "generation",
                "selfLink",
                "deletionTimestamp",
                "deletionGracePeriodSeconds")) {
            Metadata.keep(metadata, before, field);
        }
        if (!metadata.has("managedFields")) {
            Metadata.keep(metadata, before, "managedFields");
        }
    }

    private static boolean sameButForOwners(ObjectNode live, ObjectNode next) {
        return Json.same(Metadata.ordered(next), live);
    }

    private static void countGeneration(Resource resource, ObjectNode live, ObjectNode next) {
        if (!resource.countsGenerations()) {
            return;
        }
        boolean changed = !Json.same(specification(resource, live), specification(resource, next));
        boolean annotated = resource.groupResource().equals("deployments.apps")
                && !Json.same(
                        live.path("metadata").path("annotations"),
                        next.path("metadata").path("annotations"));
        if (changed || annotated) {
            ObjectNode metadata = Metadata.of(next);
            metadata.put("generation", metadata.path("generation").asLong(0) + 1);
        }
    }

    /** All that a generation counts: what is neither metadata nor, where it is a sub-resource, status. */
    private static ObjectNode specification(Resource resource, ObjectNode object) {
        ObjectNode specification = Json.object();
        specification.setAll(object);
        specification.remove(List.of("metadata", "apiVersion", "kind"));
        if (resource.has("status")) {
            specification.remove("status");
        }
        return specification;
    }

    private static void check(Write write, ObjectNode object, @Nullable ObjectNode live) {
        Resource resource = write.target().resource();
        List<Cause> causes = new ArrayList<>(MetadataCheck.causes(resource.type(), object));
        if (live != null) {
            causes.addAll(newFinalizers(live, object));
        }
        Definition definition = resource.definition();
        causes.addAll(
                definition == null
                        ? RequiredCheck.causes(object, resource.schema())
                        : SchemaValidation.causes(object, live, definition.schema()));
        causes.addAll(rules(resource).check(object, live));
        if (!causes.isEmpty()) {
            throw Refusal.invalid(resource.subject(Json.text(object, "metadata", "name")), causes);
        }
    }

    private static List<Cause> newFinalizers(ObjectNode live, ObjectNode object) {
        if (!Metadata.deleting(live)) {
            return List.of();
        }
        List<String> added = new ArrayList<>();
        object.path("metadata").path("finalizers").forEach(name -> added.add(name.asText()));
        live.path("metadata").path("finalizers").forEach(name -> added.remove(name.asText()));
        if (added.isEmpty()) {
            return List.of();
        }
        Cause cause = Cause.forbidden(
                "metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                        + String.join(", ", added.stream().map(Cause::quoted).toList()) + "}");
        return List.of(cause, cause);
    }

    private static TypeRules rules(Resource resource) {
        return RulesTable.of(resource.groupResource());
    }
}
