package io.kubefed.apiserver.read;

/** A selector that cannot be read. */
final class SelectorError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SelectorError(String message) {
        super(message, null, false, false);
    }
}
