package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.CanonicalForm;
import io.kubefed.apiserver.type.JsonEquality;
import io.kubefed.apiserver.type.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply and {@code managedFields}. Pure: trees that are handed in are not changed, time is handed in.
 *
 * <p>What an endpoint resets is no business of this class: hand in an {@code applied} without {@code status} for the object itself where
 * there is a {@code status} sub-resource, and with nothing but what may be written for a sub-resource. Names, uid and versions are
 * checked elsewhere as well.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-side apply</a>
 */
public final class FieldManagement {

    private static final String BEFORE_FIRST_APPLY = "before-first-apply";
    private static final List<String> FIXED = List.of("creationTimestamp", "generation", "selfLink");

    private FieldManagement() {}

    /**
     * Merges what a manager applies into what is there.
     *
     * @param live null if nothing exists
     * @param applied the body of the request, without what the endpoint resets
     * @param force whether fields of other managers are taken over
     * @return the new object with its managedFields, in canonical form, before defaults; the same as {@code live} in every value and time
     *     if nothing changes
     * @throws ConflictException if other managers own fields that would change, and {@code force} is false
     * @throws InvalidApplyException if {@code applied} does not fit the schema
     */
    public static ObjectNode apply(
            @Nullable ObjectNode live,
            ObjectNode applied,
            Schema schema,
            FieldManager manager,
            boolean force,
            Instant now) {
        AppliedObject.check(applied, schema);
        FieldSet owned = Unowned.strip(OwnedFields.of(applied, schema));
        if (live != null && manager.scales() && owned.isEmpty()) {
            return ScaleApply.zeroed(live, Holdings.of(live), manager);
        }
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        ObjectNode before = before(live, applied, schema);
        boolean kubectl = live != null && manager.name().equals(LastApplied.KUBECTL);
        try {
            return applyOnce(live, before, applied, schema, manager, force, second);
        } catch (ConflictException conflict) {
            if (!kubectl
                    || !conflict.fields()
                            .difference(LastApplied.unchanged(before, manager, schema))
                            .isEmpty()) {
                throw conflict;
            }
            return applyOnce(live, before, applied, schema, manager, true, second);
        }
    }

    private static ObjectNode applyOnce(
            @Nullable ObjectNode live,
            ObjectNode before,
            ObjectNode applied,
            Schema schema,
            FieldManager manager,
            boolean force,
            Instant now) {
        Holdings holdings = Holdings.of(live);
        holdings.changeAllBut(null, fields -> fields.withoutPartsOfWholes(schema));
        if (live != null && manager.scales()) {
            FieldSet count = Unowned.strip(OwnedFields.of(applied, schema));
            ScaleApply.giveToWhoWasThere(holdings, before, count, BEFORE_FIRST_APPLY, manager);
        } else if (live != null && holdings.isEmpty()) {
            FieldManager others = new FieldManager(BEFORE_FIRST_APPLY, manager.apiVersion(), manager.subresource());
            Update.record(holdings, empty(live, schema), before, schema, others, now);
        }
        ObjectNode merged = restored(before, new Apply(holdings, before, schema, manager).run(applied, force, now));
        ObjectNode renewed = manager.name().equals(LastApplied.KUBECTL) ? LastApplied.renewed(merged, applied) : merged;
        return finish(live, CanonicalForm.of(renewed, schema), holdings, schema);
    }

    /**
     * Records who changed what in a create, an update or a patch.
     *
     * @param live null for a create
     * @param changed the object about to be stored, as the handler left it; its own managedFields count as the request's wish
     * @return {@code changed} with its managedFields, in canonical form; the same as {@code live} in every value and time if nothing
     *     changes
     */
    public static ObjectNode update(
            @Nullable ObjectNode live, ObjectNode changed, Schema schema, FieldManager manager, Instant now) {
        Holdings holdings = Update.start(live, changed, manager);
        holdings.changeAllBut(null, fields -> fields.withoutPartsOfWholes(schema));
        ObjectNode after = CanonicalForm.of(withoutEntries(changed), schema);
        if (live == null || !holdings.isEmpty()) {
            ObjectNode before = before(live, after, schema);
            Update.record(holdings, before, after, schema, manager, now.truncatedTo(ChronoUnit.SECONDS));
        }
        return finish(live, after, holdings, schema);
    }

    private static ObjectNode before(@Nullable ObjectNode live, ObjectNode other, Schema schema) {
        return live == null ? empty(other, schema) : CanonicalForm.of(withoutEntries(live), schema);
    }

    /** An object of the type that says nothing. */
    private static ObjectNode empty(ObjectNode sample, Schema schema) {
        ObjectNode empty = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("apiVersion", "kind")) {
            if (sample.has(name)) {
                empty.set(name, sample.get(name));
            }
        }
        return CanonicalForm.of(empty, schema);
    }

    private static ObjectNode withoutEntries(ObjectNode object) {
        return without(object, "managedFields");
    }

    private static ObjectNode without(ObjectNode object, String name) {
        if (!(object.get("metadata") instanceof ObjectNode metadata) || !metadata.has(name)) {
            return object;
        }
        ObjectNode less = JsonNodeFactory.instance.objectNode().setAll(metadata);
        less.remove(name);
        ObjectNode bare = JsonNodeFactory.instance.objectNode().setAll(object);
        bare.set("metadata", less);
        return bare;
    }

    /** Appliers often say {@code creationTimestamp: null}; what is there stays. */
    private static ObjectNode restored(ObjectNode before, ObjectNode merged) {
        if (!(before.get("metadata") instanceof ObjectNode old)
                || !(merged.get("metadata") instanceof ObjectNode metadata)) {
            return merged;
        }
        for (String name : FIXED) {
            JsonNode value = old.get(name);
            if (value != null && !value.equals(metadata.get(name))) {
                metadata.set(name, value);
            }
        }
        return merged;
    }

    /** Times alone are no change. */
    private static ObjectNode finish(@Nullable ObjectNode live, ObjectNode after, Holdings holdings, Schema schema) {
        Holdings before = Holdings.of(live);
        boolean nothing = live != null
                && holdings.sameButTimes(before)
                && JsonEquality.same(versionless(before(live, after, schema)), versionless(after));
        ObjectNode result = after.deepCopy();
        (nothing ? before : holdings).writeTo(result);
        return result;
    }

    private static ObjectNode versionless(ObjectNode object) {
        return without(object, "resourceVersion");
    }
}
