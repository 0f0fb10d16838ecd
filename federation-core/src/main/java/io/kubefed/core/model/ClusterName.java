package io.kubefed.core.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * The name of a member: a DNS-1035 label (lower-case letter first, then letters, digits and {@code -}, at most 63).
 *
 * @param value the bare name, as in {@code Cluster.metadata.name}
 */
public record ClusterName(String value) implements Comparable<ClusterName> {

    private static final Pattern DNS_1035 = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

    /** @throws IllegalArgumentException if {@code value} is no DNS-1035 label */
    public ClusterName {
        requireNonNull(value, "value");
        if (!DNS_1035.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "cluster name \"" + value + "\" is not a DNS-1035 label: use lower-case letters, digits and '-',"
                            + " a letter first, at most 63 characters");
        }
    }

    @Override
    public int compareTo(ClusterName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
