package io.kubefed.apiserver.storage;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a subscriber of {@link Storage#watch} hears. */
public sealed interface StorageSignal {

    /** Up to which revision everything was said. */
    long revision();

    /**
     * There is nothing more up to this revision.
     *
     * @param revision the revision
     */
    record Progress(long revision) implements StorageSignal {}

    /** One write, shared by all subscribers. */
    final class Change implements StorageSignal {

        private final @Nullable Stored before;
        private final Stored after;
        private final boolean removal;
        private final Derived derived = new Derived();

        private Change(@Nullable Stored before, Stored after, boolean removal) {
            this.before = before;
            this.after = requireNonNull(after, "after");
            this.removal = removal;
        }

        /** A write of a value. */
        public static Change put(@Nullable Stored before, Stored after) {
            return new Change(before, after, false);
        }

        /** A removal; {@code removed} is the last value at the revision of its removal. */
        public static Change removal(Stored before, Stored removed) {
            return new Change(before, removed, true);
        }

        @Override
        public long revision() {
            return after.revision();
        }

        /** What was written to. */
        public String key() {
            return after.key();
        }

        /** The value before; null if there was none. */
        public @Nullable Stored before() {
            return before;
        }

        /** The value after, or the removed one at the revision of its removal. */
        public Stored after() {
            return after;
        }

        /** Whether the value is gone. */
        public boolean removal() {
            return removal;
        }

        /** The bytes of one form of this change, made once and shared; not to be changed. */
        public byte[] derived(Object form, Supplier<byte[]> maker) {
            return derived.get(form, maker);
        }

        /** Key and revision. */
        @Override
        public String toString() {
            return (removal ? "-" : "+") + after;
        }
    }
}
