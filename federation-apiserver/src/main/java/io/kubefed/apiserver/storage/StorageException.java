package io.kubefed.apiserver.storage;

/** What a store cannot do. */
public abstract sealed class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StorageException(String message) {
        // Thrown in the ordinary course of optimistic writes: a stack trace tells nothing.
        super(message, null, false, false);
    }

    /** Somebody wrote the key in between. */
    public static final class Stale extends StorageException {

        private static final long serialVersionUID = 1L;

        /** {@code actual} is the revision of the key, 0 if it is not there. */
        public Stale(String key, long expected, long actual) {
            super(key + " is at revision " + actual + ", not at " + expected);
        }
    }

    /** The history does not reach back so far. */
    public static final class Compacted extends StorageException {

        private static final long serialVersionUID = 1L;

        private final long asked;
        private final long oldest;

        /** {@code oldest} is the oldest revision that can be asked for. */
        public Compacted(long asked, long oldest) {
            super("revision " + asked + " is gone, the history begins at " + oldest);
            this.asked = asked;
            this.oldest = oldest;
        }

        /** The revision that was asked for. */
        public long asked() {
            return asked;
        }

        /** The oldest revision that can be asked for. */
        public long oldest() {
            return oldest;
        }
    }

    /** The revision has not been reached. */
    public static final class Future extends StorageException {

        private static final long serialVersionUID = 1L;

        private final long asked;
        private final long current;

        /** {@code current} is the revision of the last write. */
        public Future(long asked, long current) {
            super("revision " + asked + " is not reached, the last write was " + current);
            this.asked = asked;
            this.current = current;
        }

        /** The revision that was asked for. */
        public long asked() {
            return asked;
        }

        /** The revision of the last write. */
        public long current() {
            return current;
        }
    }

    /** The backend cannot be reached, or cannot write; the message says whether something was written all the same. */
    public static final class Unavailable extends StorageException {

        private static final long serialVersionUID = 1L;

        /** {@code message} is a sentence for whoever made the request. */
        public Unavailable(String message) {
            super(message);
        }
    }
}
