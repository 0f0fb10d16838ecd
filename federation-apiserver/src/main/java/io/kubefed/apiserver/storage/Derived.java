package io.kubefed.apiserver.storage;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What readers made of a shared value, such as its bytes: made once for all who want it at about the same time, and gone with the next
 * collection of garbage, so that a store of many values is no larger for having been read.
 */
final class Derived {

    private volatile @Nullable WeakReference<Map<Object, byte[]>> made;

    byte[] get(Object form, Supplier<byte[]> maker) {
        Map<Object, byte[]> forms = forms();
        byte[] known = forms.get(form);
        if (known == null) {
            known = maker.get();
            forms.put(form, known);
        }
        return known;
    }

    private Map<Object, byte[]> forms() {
        WeakReference<Map<Object, byte[]>> reference = made;
        Map<Object, byte[]> forms = reference == null ? null : reference.get();
        if (forms == null) {
            // Two threads may each make a map: one is lost, and with it a form that is made again.
            forms = new ConcurrentHashMap<>(2);
            made = new WeakReference<>(forms);
        }
        return forms;
    }
}
