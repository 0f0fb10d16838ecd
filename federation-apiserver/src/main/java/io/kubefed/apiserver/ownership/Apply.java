package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.JsonEquality;
import io.kubefed.apiserver.type.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One apply: merge what is applied, remove what its manager owned alone and no longer applies, and find out whose fields that changes.
 *
 * @see <a href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/555-server-side-apply">KEP-555</a>
 */
final class Apply {

    private final Holdings holdings;
    private final ObjectNode live;
    private final Schema schema;
    private final FieldManager manager;

    /**
     * @param holdings changed by the apply
     * @param live in canonical form; empty for a create
     */
    Apply(Holdings holdings, ObjectNode live, Schema schema, FieldManager manager) {
        this.holdings = holdings;
        this.live = live;
        this.schema = schema;
        this.manager = manager;
    }

    /** @return the merged object, without its entries and as the applier wrote it */
    ObjectNode run(ObjectNode applied, boolean force, Instant now) {
        Owner owner = Owner.applying(manager);
        Holding last = holdings.get(owner);
        FieldSet owned = OwnedFields.of(applied, schema);
        Instant time = last == null ? null : last.time();
        holdings.put(owner, new Holding(owned, manager.apiVersion(), time));
        ObjectNode merged = prune((ObjectNode) Merge.of(live, applied, schema), last);
        takeOver(Comparison.of(live, merged, schema), owner, force);
        boolean changes = !JsonEquality.same(live, merged);
        Instant since = manager.scales() ? null : changes ? now : time;
        settle(owner, new Holding(Unowned.strip(owned), manager.apiVersion(), since));
        return merged;
    }

    private void settle(Owner owner, Holding holding) {
        if (holding.fields().isEmpty()) {
            holdings.asMap().remove(owner);
        } else {
            holdings.put(owner, holding);
        }
    }

    /** Removes what the manager applied last time, unless somebody owns it now, or it holds something that the manager never owned. */
    private ObjectNode prune(ObjectNode merged, @Nullable Holding last) {
        if (last == null || last.fields().isEmpty()) {
            return merged;
        }
        FieldSet before = last.fields().withNamedFields(schema);
        FieldSet all = named(merged);
        FieldSet left = named(Removal.from(merged, before, schema));
        FieldSet stays = left.union(holdings.all().withNamedFields(schema));
        FieldSet owned = named(Removal.from(merged, all.difference(stays), schema));
        return Removal.from(merged, all.difference(owned).intersection(before), schema);
    }

    private FieldSet named(ObjectNode object) {
        return OwnedFields.of(object, schema).withNamedFields(schema);
    }

    private void takeOver(Comparison comparison, Owner owner, boolean force) {
        Map<Owner, FieldSet> conflicts = new LinkedHashMap<>();
        holdings.asMap().forEach((other, holding) -> {
            FieldSet contested = holding.fields().intersection(comparison.written());
            if (!other.equals(owner) && !contested.isEmpty()) {
                conflicts.put(manager.scales() ? other.in(ScaleApply.API_VERSION) : other, contested);
            }
        });
        if (!force && !conflicts.isEmpty()) {
            throw Conflicts.exception(conflicts);
        }
        FieldSet lost = comparison.written().union(comparison.removed());
        holdings.changeAllBut(owner, fields -> fields.difference(lost));
    }
}
