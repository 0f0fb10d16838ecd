package io.kubefed.apiserver.patch;

import static java.util.Objects.requireNonNull;

/** A patch that cannot be applied, with the answer of kube-apiserver. */
public final class PatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    private PatchException(int code, String reason, String message) {
        super(requireNonNull(message, "message"), null, false, false);
        this.code = code;
        this.reason = reason;
    }

    /** The patch is no patch. */
    static PatchException malformed(String message) {
        return new PatchException(400, "BadRequest", message);
    }

    /** The patch does not fit the object. */
    static PatchException unprocessable() {
        return new PatchException(422, "Invalid", "the server rejected our request due to an error in our request");
    }

    /** The patch is more than a server does for one request. */
    static PatchException tooLarge(String message) {
        return new PatchException(413, "RequestEntityTooLarge", "Request entity too large: " + message);
    }

    /** What kube-apiserver did not foresee: it answers without a reason. */
    static PatchException unforeseen(String message) {
        return new PatchException(500, "", message);
    }

    /** The HTTP status: 400, 413, 422 or 500. */
    public int code() {
        return code;
    }

    /** The reason of the {@code Status}; empty with 500. */
    public String reason() {
        return reason;
    }

    /** The message of the {@code Status}. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage(), "message");
    }
}
