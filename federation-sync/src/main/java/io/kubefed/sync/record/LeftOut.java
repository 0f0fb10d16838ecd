package io.kubefed.sync.record;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a copy lacks because the schema of its member does not know it.
 *
 * @param fields the paths of the fields, as the member's server wrote them; immutable, may be empty
 * @param schema the schema that lacks them: with another one all is tried again; empty if it is not known
 */
public record LeftOut(List<String> fields, String schema) {

    /** Nothing was left out. */
    public static final LeftOut NOTHING = new LeftOut(List.of(), "");

    private static final int MOST_NAMED = 5;

    /** Copies the list. */
    public LeftOut {
        fields = List.copyOf(fields);
        requireNonNull(schema, "schema");
    }

    /** Whether nothing was left out. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Whether the member has another schema now, which may know the fields. */
    public boolean isOutdated(String now) {
        return !isEmpty() && !now.isEmpty() && !now.equals(schema);
    }

    /** The fields in few words: the first ones, and how many more. */
    public String named() {
        String first = String.join(", ", fields.subList(0, Math.min(MOST_NAMED, fields.size())));
        return fields.size() <= MOST_NAMED ? first : first + " and " + (fields.size() - MOST_NAMED) + " more";
    }

    /** A sentence for people; empty if nothing was left out. */
    public String words() {
        return isEmpty() ? "" : "without " + named() + ", which the schema of the member does not have";
    }
}
