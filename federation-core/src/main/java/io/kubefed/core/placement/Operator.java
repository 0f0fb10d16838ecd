package io.kubefed.core.placement;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a {@link Requirement} compares a label, in every spelling that Federation v1 understood. */
public enum Operator {
    IN(1, Integer.MAX_VALUE, "in", "In"),
    NOT_IN(1, Integer.MAX_VALUE, "notin", "NotIn"),
    EQUALS(1, 1, "=", "=="),
    NOT_EQUALS(1, 1, "!="),
    EXISTS(0, 0, "exists", "Exists"),
    DOES_NOT_EXIST(0, 0, "!", "DoesNotExist"),
    GREATER(1, 1, "gt", "Gt", ">"),
    LESS(1, 1, "lt", "Lt", "<");

    private static final Map<String, Operator> BY_SPELLING = Arrays.stream(values())
            .flatMap(operator -> operator.spellings.stream().map(s -> Map.entry(s, operator)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final int fewest;
    private final int most;
    private final List<String> spellings;

    Operator(int fewest, int most, String... spellings) {
        this.fewest = fewest;
        this.most = most;
        this.spellings = List.of(spellings);
    }

    /**
     * The operator spelled so.
     *
     * @throws IllegalArgumentException if there is none; the message quotes it
     */
    public static Operator of(String spelling) {
        @Nullable Operator operator = BY_SPELLING.get(spelling);
        if (operator == null) {
            throw new IllegalArgumentException("\"" + spelling + "\" is not an operator; known are " + known());
        }
        return operator;
    }

    boolean numeric() {
        return this == GREATER || this == LESS;
    }

    void requireCount(String key, int values) {
        if (values < fewest || values > most) {
            String wanted = most == 0 ? "no value" : most == 1 ? "exactly one value" : "at least one value";
            throw new IllegalArgumentException(
                    "operator " + spellings.get(0) + " on label " + key + " takes " + wanted + ", not " + values);
        }
    }

    private static String known() {
        Function<Operator, String> all = operator -> String.join(" ", operator.spellings);
        return Arrays.stream(values()).map(all).collect(Collectors.joining(" "));
    }
}
