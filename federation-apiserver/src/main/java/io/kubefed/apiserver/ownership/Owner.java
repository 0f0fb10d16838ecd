package io.kubefed.apiserver.ownership;

import java.util.Comparator;

/**
 * Whose fields an entry of {@code managedFields} lists. Who applies has one entry, whatever version it applies; who updates has one for
 * each version.
 *
 * @param operation {@code Apply} or {@code Update}
 * @param apiVersion empty for {@code Apply}
 */
record Owner(String operation, String manager, String apiVersion, String subresource) implements Comparable<Owner> {

    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    private static final Comparator<Owner> ORDER = Comparator.comparing(Owner::operation)
            .thenComparing(Owner::manager)
            .thenComparing(Owner::apiVersion)
            .thenComparing(Owner::subresource);

    static Owner applying(FieldManager manager) {
        return new Owner(APPLY, manager.name(), "", manager.subresource());
    }

    static Owner updating(FieldManager manager) {
        return new Owner(UPDATE, manager.name(), manager.apiVersion(), manager.subresource());
    }

    boolean applies() {
        return operation.equals(APPLY);
    }

    @Override
    public int compareTo(Owner other) {
        return ORDER.compare(this, other);
    }

    /** The same owner, named in another version. */
    Owner in(String version) {
        return applies() ? this : new Owner(operation, manager, version, subresource);
    }

    /** As in messages: {@code "m1"}, {@code "u" using v1}, {@code "s" with subresource "scale" using apps/v1}. */
    @Override
    public String toString() {
        String through = subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"";
        String using = applies() ? "" : " using " + apiVersion;
        return "\"" + manager + "\"" + through + using;
    }
}
