package io.kubefed.e2e.ownership;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One write.
 *
 * @param manager who writes
 * @param verb how
 * @param subresource {@code status}, {@code scale} or empty
 * @param body what; of an object without {@code apiVersion}, {@code kind} and name, which the harness adds
 */
record Step(String manager, Verb verb, String subresource, JsonNode body) {

    enum Verb {
        POST,
        PUT,
        APPLY,
        FORCE,
        MERGE,
        JSON,
        STRATEGIC;

        boolean applies() {
            return this == APPLY || this == FORCE;
        }
    }

    /** Reads {@code m1 apply} or {@code st merge status}. */
    static Step of(String words, JsonNode body) {
        String[] parts = words.split(" ", -1);
        Verb verb = Verb.valueOf(parts[1].toUpperCase(java.util.Locale.ROOT));
        return new Step(parts[0], verb, parts.length > 2 ? parts[2] : "", body);
    }

    @Override
    public String toString() {
        return manager + " " + verb + " " + subresource + " " + body;
    }
}
