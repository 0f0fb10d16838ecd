package io.kubefed.apiserver.storage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What readers made of a shared value, such as its bytes: made once, for all of them. */
final class Derived {

    private volatile @Nullable Map<Object, byte[]> made;

    byte[] get(Object form, Supplier<byte[]> maker) {
        Map<Object, byte[]> forms = made;
        if (forms == null) {
            // Two threads may each make a map: one is lost, and with it a form that is made again.
            forms = new ConcurrentHashMap<>(2);
            made = forms;
        }
        byte[] known = forms.get(form);
        if (known == null) {
            known = maker.get();
            forms.put(form, known);
        }
        return known;
    }
}
