package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Compares JSON values as a reader of the wire would: 1, 1L and 1.0 are one number, and members have no order. */
public final class JsonEquality {

    private static final Comparator<JsonNode> BY_VALUE = JsonEquality::compare;

    private JsonEquality() {}

    /** Whether both are absent, or have the same value. JSON null is a value. */
    public static boolean same(@Nullable JsonNode left, @Nullable JsonNode right) {
        return left == right || (left != null && right != null && left.equals(BY_VALUE, right));
    }

    // Jackson asks for values only; 0 means equal.
    private static int compare(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.isIntegralNumber()
                            && right.isIntegralNumber()
                            && left.canConvertToLong()
                            && right.canConvertToLong()
                    ? Long.compare(left.longValue(), right.longValue())
                    : left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    }
}
