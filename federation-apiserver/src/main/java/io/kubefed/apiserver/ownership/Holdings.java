package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who owns what of one object: {@code managedFields}, taken apart. Changes while a request is handled. */
final class Holdings {

    private static final String FIELDS_V1 = "FieldsV1";
    private static final Comparator<Map.Entry<Owner, Holding>> WIRE_ORDER =
            Comparator.<Map.Entry<Owner, Holding>, String>comparing(
                            entry -> entry.getKey().operation())
                    .thenComparing(entry -> seconds(entry.getValue().time()))
                    .thenComparing(entry -> entry.getKey().manager())
                    .thenComparing(entry -> entry.getValue().apiVersion())
                    .thenComparing(entry -> entry.getKey().subresource());

    private final SortedMap<Owner, Holding> holdings = new TreeMap<>();

    private static long seconds(@Nullable Instant time) {
        return time == null ? 0 : time.getEpochSecond();
    }

    /** What the object says; nobody owns anything if it says nothing that can be understood. */
    static Holdings of(@Nullable ObjectNode object) {
        return object == null ? new Holdings() : read(object).orElseGet(Holdings::new);
    }

    /** What the object says; empty if one entry cannot be understood. */
    static Optional<Holdings> read(ObjectNode object) {
        Holdings holdings = new Holdings();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            if (!holdings.add(entry)) {
                return Optional.empty();
            }
        }
        return Optional.of(holdings);
    }

    private boolean add(JsonNode entry) {
        String operation = entry.path("operation").asText();
        String apiVersion = entry.path("apiVersion").asText();
        Optional<FieldSet> fields = FieldsV1.decode(entry.path("fieldsV1"));
        boolean known = operation.equals(Owner.APPLY) || operation.equals(Owner.UPDATE);
        if (!known || fields.isEmpty() || !entry.path("fieldsType").asText().equals(FIELDS_V1)) {
            return false;
        }
        Owner owner = new Owner(
                operation,
                entry.path("manager").asText(),
                operation.equals(Owner.APPLY) ? "" : apiVersion,
                entry.path("subresource").asText());
        try {
            Instant time =
                    entry.hasNonNull("time") ? Instant.parse(entry.get("time").asText()) : null;
            holdings.put(owner, new Holding(fields.get(), apiVersion, time));
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    boolean isEmpty() {
        return holdings.isEmpty();
    }

    SortedMap<Owner, Holding> asMap() {
        return holdings;
    }

    @Nullable Holding get(Owner owner) {
        return holdings.get(owner);
    }

    void put(Owner owner, Holding holding) {
        holdings.put(owner, holding);
    }

    /** Changes the fields of every owner but one; who has none left goes. */
    void changeAllBut(@Nullable Owner spared, UnaryOperator<FieldSet> change) {
        holdings.replaceAll(
                (owner, holding) -> owner.equals(spared) ? holding : holding.with(change.apply(holding.fields())));
        holdings.values().removeIf(holding -> holding.fields().isEmpty());
    }

    /** What anybody owns. */
    FieldSet all() {
        return holdings.values().stream().map(Holding::fields).reduce(FieldSet.EMPTY, FieldSet::union);
    }

    /** The same owners with the same fields, whenever they wrote. */
    boolean sameButTimes(Holdings other) {
        return timeless().equals(other.timeless());
    }

    private Map<Owner, Holding> timeless() {
        Map<Owner, Holding> timeless = new TreeMap<>();
        holdings.forEach(
                (owner, holding) -> timeless.put(owner, new Holding(holding.fields(), holding.apiVersion(), null)));
        return timeless;
    }

    /** Writes it into the object; an object that nobody owns has no {@code managedFields}. */
    void writeTo(ObjectNode object) {
        if (holdings.isEmpty()) {
            if (object.path("metadata") instanceof ObjectNode metadata) {
                metadata.remove("managedFields");
            }
            return;
        }
        ArrayNode entries = object.withObject("/metadata").putArray("managedFields");
        holdings.entrySet().stream()
                .sorted(WIRE_ORDER)
                .forEach(entry -> entries.add(encode(entry.getKey(), entry.getValue())));
    }

    private static ObjectNode encode(Owner owner, Holding holding) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("manager", owner.manager());
        entry.put("operation", owner.operation());
        entry.put("apiVersion", holding.apiVersion());
        if (holding.time() != null) {
            entry.put("time", holding.time().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        entry.put("fieldsType", FIELDS_V1);
        entry.set("fieldsV1", FieldsV1.encode(holding.fields()));
        if (!owner.subresource().isEmpty()) {
            entry.put("subresource", owner.subresource());
        }
        return entry;
    }
}
