package io.kubefed.apiserver.request;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.json.Json;

/**
 * One thing that is wrong with an object.
 *
 * @param reason such as {@code FieldValueInvalid}
 * @param field the path of the field, such as {@code spec.replicas}
 * @param message the words, without the field
 */
public record Cause(String reason, String field, String message) {

    /** Checks that no part is null. */
    public Cause {
        requireNonNull(reason, "reason");
        requireNonNull(field, "field");
        requireNonNull(message, "message");
    }

    /** A value that cannot be; {@code value} as the message shows it: strings quoted. */
    public static Cause invalid(String field, String value, String detail) {
        return new Cause("FieldValueInvalid", field, "Invalid value: " + value + ": " + detail);
    }

    /** A value that is missing. */
    public static Cause required(String field, String detail) {
        return new Cause("FieldValueRequired", field, "Required value" + (detail.isEmpty() ? "" : ": " + detail));
    }

    /** A value that is none of those that can be. */
    public static Cause unsupported(String field, String value, String... supported) {
        return new Cause(
                "FieldValueNotSupported",
                field,
                "Unsupported value: " + value + ": supported values: \"" + String.join("\", \"", supported) + "\"");
    }

    /** Something that must not be there or must not change. */
    public static Cause forbidden(String field, String detail) {
        return new Cause("FieldValueForbidden", field, "Forbidden: " + detail);
    }

    /** A value that is there already. */
    public static Cause duplicate(String field, String value) {
        return new Cause("FieldValueDuplicate", field, "Duplicate value: " + value);
    }

    /** A value of the wrong JSON type. */
    public static Cause wrongType(String field, String value, String detail) {
        return new Cause("FieldValueTypeInvalid", field, "Invalid value: " + value + ": " + detail);
    }

    /** A value that is too long. */
    public static Cause tooLong(String field, int bytes) {
        return new Cause("FieldValueTooLong", field, "Too long: may not be more than " + bytes + " bytes");
    }

    /** A string in quotes, as messages show it. */
    public static String quoted(String text) {
        return Json.quoted(text);
    }
}
