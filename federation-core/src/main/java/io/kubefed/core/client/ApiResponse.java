package io.kubefed.core.client;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A successful answer, read whole.
 *
 * @param status the HTTP status, 200 to 299
 * @param warnings the texts of the {@code Warning: 299} headers; immutable, mostly empty
 * @param body the bytes of the body; the receiver's own
 */
@SuppressWarnings("ArrayRecordComponent") // A body is handed over, not shared.
public record ApiResponse(int status, List<String> warnings, byte[] body) {

    /** Copies the warnings. */
    public ApiResponse {
        warnings = List.copyOf(warnings);
        requireNonNull(body, "body");
    }

    /** The body as an object. */
    public KubeObject object() {
        return KubeObject.parse(body);
    }

    /** Status and size; never the body, which may hold secrets. */
    @Override
    public String toString() {
        return status + ", " + body.length + " bytes";
    }
}
