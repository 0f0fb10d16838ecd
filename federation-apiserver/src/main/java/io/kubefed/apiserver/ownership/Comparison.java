package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.type.JsonEquality;
import io.kubefed.apiserver.type.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two states of a value. A part that appears or goes is in its set, and so is everything below it.
 *
 * @param written what appeared or has another value
 * @param removed what went
 */
record Comparison(FieldSet written, FieldSet removed) {

    private static final Comparison NOTHING = new Comparison(FieldSet.EMPTY, FieldSet.EMPTY);
    private static final Comparison WRITTEN = new Comparison(FieldSet.LEAF, FieldSet.EMPTY);
    private static final Comparison REMOVED = new Comparison(FieldSet.EMPTY, FieldSet.LEAF);

    /** One of both is null if the value is not there. */
    static Comparison of(@Nullable JsonNode before, @Nullable JsonNode after, Schema schema) {
        if (before == after) {
            return NOTHING;
        }
        Division division = Division.of(schema, isNothing(after) ? before : after);
        return switch (division) {
            case WHOLE -> whole(before, after, schema);
            case BY_MEMBER ->
                hasNoParts(before) && hasNoParts(after)
                        ? leaf(before, after)
                        : withItself(before, after, members(before, after, schema));
            case BY_ITEM ->
                hasNoParts(before) && hasNoParts(after)
                        ? leaf(before, after)
                        : withItself(before, after, items(before, after, schema));
        };
    }

    private static boolean isNothing(@Nullable JsonNode value) {
        return value == null || value.isNull();
    }

    private static boolean hasNoParts(@Nullable JsonNode value) {
        return value == null || value.isEmpty();
    }

    /** Where nothing is declared, an object may have become a value that has no parts: both count. */
    private static Comparison whole(@Nullable JsonNode before, @Nullable JsonNode after, Schema schema) {
        Comparison leaf = leaf(before, after);
        return before != null && Division.of(schema, before) == Division.BY_MEMBER
                ? leaf.and(members(before, null, schema))
                : leaf;
    }

    private static Comparison leaf(@Nullable JsonNode before, @Nullable JsonNode after) {
        if (after == null) {
            return REMOVED;
        }
        return JsonEquality.same(before, after) ? NOTHING : WRITTEN;
    }

    private static Comparison withItself(@Nullable JsonNode before, @Nullable JsonNode after, Comparison parts) {
        if (before == null || after == null) {
            return parts.and(leaf(before, after));
        }
        boolean samePartition = before.isNull()
                || after.isNull()
                || before.isObject() == after.isObject() && before.isArray() == after.isArray();
        return samePartition ? parts : parts.and(WRITTEN);
    }

    private Comparison and(Comparison other) {
        return new Comparison(written.union(other.written), removed.union(other.removed));
    }

    private static Comparison members(@Nullable JsonNode before, @Nullable JsonNode after, Schema schema) {
        Parts parts = new Parts();
        Set<String> names = new LinkedHashSet<>();
        addNames(before, names);
        addNames(after, names);
        for (String name : names) {
            parts.put(PathElement.field(name), of(get(before, name), get(after, name), schema.field(name)));
        }
        return parts.comparison();
    }

    private static void addNames(@Nullable JsonNode object, Set<String> names) {
        if (object != null) {
            object.fieldNames().forEachRemaining(names::add);
        }
    }

    private static @Nullable JsonNode get(@Nullable JsonNode object, String name) {
        return object == null ? null : object.get(name);
    }

    private static Comparison items(@Nullable JsonNode before, @Nullable JsonNode after, Schema schema) {
        Map<PathElement, List<JsonNode>> befores = ListItems.of(before, schema);
        Map<PathElement, List<JsonNode>> afters = ListItems.of(after, schema);
        Set<PathElement> steps = new LinkedHashSet<>(befores.keySet());
        steps.addAll(afters.keySet());
        Parts parts = new Parts();
        for (PathElement step : steps) {
            parts.put(step, item(befores.getOrDefault(step, List.of()), afters.getOrDefault(step, List.of()), schema));
        }
        return parts.comparison();
    }

    private static Comparison item(List<JsonNode> before, List<JsonNode> after, Schema schema) {
        if (before.size() <= 1 && after.size() <= 1) {
            return of(before.isEmpty() ? null : before.get(0), after.isEmpty() ? null : after.get(0), schema.items());
        }
        // Items that cannot be told apart are one value together.
        if (after.isEmpty()) {
            return REMOVED;
        }
        return before.equals(after) ? NOTHING : WRITTEN;
    }

    /** Collects what is found one step below. */
    private static final class Parts {
        private final SortedMap<PathElement, FieldSet> written = new TreeMap<>();
        private final SortedMap<PathElement, FieldSet> removed = new TreeMap<>();

        void put(PathElement step, Comparison part) {
            FieldSet.put(written, step, part.written);
            FieldSet.put(removed, step, part.removed);
        }

        Comparison comparison() {
            return new Comparison(FieldSet.of(false, written), FieldSet.of(false, removed));
        }
    }
}
