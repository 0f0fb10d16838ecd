package io.kubefed.informers.store;

import static java.util.Objects.requireNonNull;

/**
 * Which parts of an object a store keeps.
 *
 * @param fieldManager the manager whose {@code Apply} entry is hashed; empty for none
 * @param body whether the object without {@code managedFields} is kept
 * @param status whether {@code status} is kept on its own
 * @param ownedFields whether the fields of the manager's entry, and of its newest rival, are kept
 * @param lostFields whether those fields are kept of an object of which the manager lost fields since it was last seen
 */
public record Projection(String fieldManager, boolean body, boolean status, boolean ownedFields, boolean lostFields) {

    /** Checks that no part is null. */
    public Projection {
        requireNonNull(fieldManager, "fieldManager");
    }

    /** A projection that does not heed what is lost. */
    public Projection(String fieldManager, boolean body, boolean status, boolean ownedFields) {
        this(fieldManager, body, status, ownedFields, false);
    }

    /** Identity, version and ownership only: what decisions about members need. */
    public static Projection metadata(String fieldManager) {
        return new Projection(fieldManager, false, false, false);
    }

    /** The same and the status. */
    public static Projection metadataAndStatus(String fieldManager) {
        return new Projection(fieldManager, false, true, false);
    }

    /** Everything but {@code managedFields}. */
    public static Projection whole() {
        return new Projection("", true, false, false);
    }
}
