package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows writes that do not declare what they own: whoever changes a field takes it from everybody, and what goes is nobody's.
 *
 * <p>A write through {@code scale} is recorded only if the count had an owner, and without a time.
 *
 * <p>Who updates is remembered up to a number of entries; the oldest of the same version become one.
 */
final class Update {

    private static final int MOST_UPDATERS = 10;
    private static final String OLDEST = "ancient-changes";

    private Update() {}

    /** What the request leaves of the entries before its own change: a client may rewrite or reset them, and mostly says nothing. */
    static Holdings start(@Nullable ObjectNode live, ObjectNode changed, FieldManager manager) {
        JsonNode said = changed.path("metadata").path("managedFields");
        if (!manager.subresource().isEmpty()) {
            return Holdings.of(live);
        }
        if (isReset(said)) {
            return new Holdings();
        }
        return Holdings.read(changed).filter(holdings -> !holdings.isEmpty()).orElseGet(() -> Holdings.of(live));
    }

    private static boolean isReset(JsonNode said) {
        return said.isArray()
                && (said.isEmpty() || said.size() == 1 && said.get(0).isEmpty());
    }

    /** Both objects in canonical form; the live one is empty for a create. */
    static void record(
            Holdings holdings, ObjectNode live, ObjectNode changed, Schema schema, FieldManager manager, Instant now) {
        Comparison comparison = Comparison.of(live, changed, schema);
        FieldSet lost = comparison.written().union(comparison.removed());
        if (manager.scales() && holdings.all().intersection(lost).isEmpty()) {
            return;
        }
        holdings.changeAllBut(null, fields -> fields.difference(lost));
        FieldSet taken = Unowned.strip(comparison.written());
        if (!taken.isEmpty() && !(manager.scales() && ScaleApply.isZero(changed, taken))) {
            Owner owner = Owner.updating(manager);
            Holding rest = holdings.get(owner);
            FieldSet fields = rest == null ? taken : rest.fields().union(taken);
            holdings.put(owner, new Holding(fields, manager.apiVersion(), manager.scales() ? null : now));
        }
        forgetOldest(holdings);
    }

    private static void forgetOldest(Holdings holdings) {
        List<Map.Entry<Owner, Holding>> updaters = new ArrayList<>();
        holdings.asMap().entrySet().stream()
                .filter(entry -> !entry.getKey().applies())
                .forEach(entry -> updaters.add(Map.entry(entry.getKey(), entry.getValue())));
        updaters.sort(Comparator.<Map.Entry<Owner, Holding>, Instant>comparing(entry -> time(entry.getValue()))
                .thenComparing(Map.Entry::getKey));
        int tooMany = updaters.size() - MOST_UPDATERS;
        Map<String, Map.Entry<Owner, Holding>> firstOfVersion = new HashMap<>();
        for (Map.Entry<Owner, Holding> updater : updaters) {
            String version = updater.getKey().apiVersion();
            Map.Entry<Owner, Holding> first = firstOfVersion.putIfAbsent(version, updater);
            if (tooMany > 0 && first != null) {
                firstOfVersion.put(version, join(holdings, first, updater));
                tooMany--;
            }
        }
    }

    private static Instant time(Holding holding) {
        return holding.time() == null ? Instant.EPOCH : holding.time();
    }

    private static Map.Entry<Owner, Holding> join(
            Holdings holdings, Map.Entry<Owner, Holding> older, Map.Entry<Owner, Holding> newer) {
        Owner owner = new Owner(Owner.UPDATE, OLDEST, newer.getKey().apiVersion(), "");
        FieldSet both = newer.getValue().fields().union(older.getValue().fields());
        holdings.asMap().remove(older.getKey());
        holdings.asMap().remove(newer.getKey());
        holdings.put(owner, newer.getValue().with(both));
        return Map.entry(owner, newer.getValue().with(both));
    }
}
