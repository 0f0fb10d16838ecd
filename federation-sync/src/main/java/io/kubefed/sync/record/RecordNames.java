package io.kubefed.sync.record;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.TemplateKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which record is whose. Its name reads {@code <resource>.<group or core>.<name>}, and as groups and names both have dots, two
 * templates can come to the same one: who is first has it, who is second gets it with a hash, and each keeps what it has, since a
 * record says inside whose it is.
 *
 * <p>Thread-safe.
 */
final class RecordNames {

    private final Map<Owner, ObjectKey> names = new HashMap<>();
    private final Map<ObjectKey, Owner> owners = new HashMap<>();

    /** A template, in whatever version its type is served. */
    private record Owner(String groupResource, ObjectKey key) {

        static Owner of(TemplateKey template) {
            return new Owner(template.type().groupResource(), template.key());
        }
    }

    /** Where the record of a template is, or is to be. */
    synchronized ObjectKey of(TemplateKey template) {
        Owner owner = Owner.of(template);
        @Nullable ObjectKey name = names.get(owner);
        if (name != null) {
            return name;
        }
        ObjectKey first = RecordCodec.recordKey(template);
        return owners.containsKey(first) ? assign(owner, RecordCodec.hashedRecordKey(template)) : assign(owner, first);
    }

    /**
     * Takes in that a record was found.
     *
     * @return whether it is the one of the template: there may be copies that someone made
     */
    synchronized boolean found(TemplateKey template, ObjectKey name) {
        Owner owner = Owner.of(template);
        @Nullable ObjectKey known = names.get(owner);
        if (known == null && isPossible(template, name) && !owners.containsKey(name)) {
            known = assign(owner, name);
        }
        return Objects.equals(name, known);
    }

    private static boolean isPossible(TemplateKey template, ObjectKey name) {
        return name.equals(RecordCodec.recordKey(template)) || name.equals(RecordCodec.hashedRecordKey(template));
    }

    private ObjectKey assign(Owner owner, ObjectKey name) {
        names.put(owner, name);
        owners.put(name, owner);
        return name;
    }

    /** Lets the name go of a record that is gone. */
    synchronized void release(TemplateKey template) {
        @Nullable ObjectKey name = names.remove(Owner.of(template));
        if (name != null) {
            owners.remove(name);
        }
    }
}
