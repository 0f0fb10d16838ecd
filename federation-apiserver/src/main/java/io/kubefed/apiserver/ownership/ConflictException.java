package io.kubefed.apiserver.ownership;

import io.kubefed.core.error.ApiStatus;
import java.util.List;

/** An apply would have changed fields of other managers. Answered with 409, reason {@code Conflict}. */
public final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ApiStatus.Cause> causes;

    private final transient FieldSet fields;

    ConflictException(String message, List<ApiStatus.Cause> causes, FieldSet fields) {
        super(message, null, false, false);
        this.causes = List.copyOf(causes);
        this.fields = fields;
    }

    /** The contested fields of all managers. */
    FieldSet fields() {
        return fields;
    }

    /** One for each manager and field, in a fixed order. */
    public List<ApiStatus.Cause> causes() {
        return causes;
    }
}
