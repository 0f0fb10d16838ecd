package io.kubefed.informers.decode;

import com.github.benmanes.caffeine.cache.Interner;
import io.kubefed.core.model.ObjectKey;

/**
 * Keeps one instance of every key and of every string that recurs, for all stores of a process: the key of a template is the key of
 * its copies in every member.
 *
 * <p>Weak: what no store holds is forgotten, so unique values cannot fill it. Thread-safe.
 */
public final class KeyTable {

    private final Interner<ObjectKey> keys = Interner.newWeakInterner();
    private final Interner<String> strings = Interner.newWeakInterner();

    /** The shared key. */
    public ObjectKey key(String namespace, String name) {
        return keys.intern(new ObjectKey(namespace.isEmpty() ? "" : strings.intern(namespace), name));
    }

    /** The shared string. */
    String string(String value) {
        return value.isEmpty() ? "" : strings.intern(value);
    }
}
