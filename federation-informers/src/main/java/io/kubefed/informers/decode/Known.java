package io.kubefed.informers.decode;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.store.Entry;
import org.jspecify.annotations.Nullable;

/** What was known of an object before, so that a decoder can tell what is worth keeping of its next version. */
@FunctionalInterface
public interface Known {

    /** Nothing is. */
    Known NOTHING = key -> null;

    /** The object as last seen, or null. */
    @Nullable Entry find(ObjectKey key);
}
