package io.kubefed.apiserver.storage.embedded;

import org.jspecify.annotations.Nullable;

/** A store that cannot be opened, copied or restored as it is; the message says why, and what to do. */
public final class UnusableStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableStoreException(String message) {
        this(message, null);
    }

    UnusableStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
