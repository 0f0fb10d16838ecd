package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.type.Schema;
import org.jspecify.annotations.Nullable;

/** How a value that is there is taken apart, in view of what is declared. */
enum Division {
    /** One value. */
    WHOLE,
    /** An object, by member. */
    BY_MEMBER,
    /** A list, by item. */
    BY_ITEM;

    static Division of(Schema schema, @Nullable JsonNode value) {
        return switch (schema.shape()) {
            case STRUCT, MAP -> BY_MEMBER;
            case LIST_SET, LIST_MAP -> BY_ITEM;
            case UNTYPED -> value != null && value.isObject() ? BY_MEMBER : WHOLE;
            case SCALAR, ATOMIC, LIST_ATOMIC -> WHOLE;
        };
    }
}
