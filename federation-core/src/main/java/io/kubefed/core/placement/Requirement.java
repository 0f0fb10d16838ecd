package io.kubefed.core.placement;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One requirement on the labels of a {@code Cluster}.
 *
 * @param key a label key
 * @param operator how the label is compared
 * @param values what it is compared with: none, one or several, as the operator says; immutable
 */
public record Requirement(String key, Operator operator, List<String> values) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    /** @throws IllegalArgumentException if the key, the number of values, or a value is not valid; the message quotes it */
    public Requirement {
        requireNonNull(operator, "operator");
        values = List.copyOf(values);
        requireKey(key);
        operator.requireCount(key, values.size());
        if (operator.numeric()) {
            requireNumber(key, values.get(0));
        } else {
            values.forEach(value -> requireValue(key, value));
        }
    }

    /** Whether a cluster with these labels meets the requirement. */
    public boolean matches(Map<String, String> labels) {
        @Nullable String label = labels.get(key);
        return switch (operator) {
            case IN, EQUALS -> label != null && values.contains(label);
            case NOT_IN, NOT_EQUALS -> label == null || !values.contains(label);
            case EXISTS -> label != null;
            case DOES_NOT_EXIST -> label == null;
            case GREATER -> compares(label, values.get(0), 1);
            case LESS -> compares(label, values.get(0), -1);
        };
    }

    private static boolean compares(@Nullable String label, String bound, int sign) {
        if (label == null) {
            return false;
        }
        try {
            return Long.compare(Long.parseLong(label), Long.parseLong(bound)) == sign;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private static void requireKey(String key) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        boolean prefixed = slash >= 0;
        if (!NAME.matcher(name).matches()
                || (prefixed && !PREFIX.matcher(key.substring(0, slash)).matches())) {
            throw new IllegalArgumentException("\"" + key + "\" is not a label key");
        }
    }

    private static void requireValue(String key, String value) {
        if (!value.isEmpty() && !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("\"" + value + "\", wanted of label " + key + ", is not a label value");
        }
    }

    private static void requireNumber(String key, String value) {
        try {
            Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + value + "\", compared with label " + key + ", is not an integer", e);
        }
    }
}
