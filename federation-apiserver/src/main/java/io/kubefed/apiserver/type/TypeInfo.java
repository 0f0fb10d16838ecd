package io.kubefed.apiserver.type;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ResourceType;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One served type in one version.
 *
 * @param type its names and scope
 * @param singular for example {@code deployment}
 * @param shortNames for example {@code deploy}; may be empty
 * @param categories for example {@code all}; may be empty
 * @param verbs what can be done with it, in the order of discovery
 * @param subresources those of {@code status}, {@code scale}, {@code finalize} and {@code token} that it has
 * @param columns what {@code kubectl get} shows
 * @param schema what its objects look like
 * @param custom whether a custom resource definition made it
 */
public record TypeInfo(
        ResourceType type,
        String singular,
        List<String> shortNames,
        List<String> categories,
        List<String> verbs,
        Set<String> subresources,
        List<Column> columns,
        Schema schema,
        boolean custom) {

    /** Copies the lists. */
    public TypeInfo {
        requireNonNull(type, "type");
        requireNonNull(singular, "singular");
        requireNonNull(schema, "schema");
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        verbs = List.copyOf(verbs);
        // Not Set.copyOf, whose order is another in every JVM.
        subresources = Collections.unmodifiableSet(new LinkedHashSet<>(subresources));
        columns = List.copyOf(columns);
    }

    /** The same with one more sub-resource. */
    public TypeInfo with(String subresource) {
        Set<String> more = new LinkedHashSet<>(subresources);
        more.add(subresource);
        return new TypeInfo(type, singular, shortNames, categories, verbs, more, columns, schema, custom);
    }
}
