package io.kubefed.informers.store;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps of one object. Immutable; replaced as a whole when the object changes.
 *
 * <p>The first tier, always there, costs about 300 bytes; the byte arrays only exist where the {@link Projection} asks for them.
 *
 * @param key the object, shared between the stores of all clusters
 * @param uid {@code metadata.uid}
 * @param resourceVersion {@code metadata.resourceVersion}; comparable only within one cluster and type
 * @param generation {@code metadata.generation}; 0 if the type has none
 * @param deleting whether a deletion timestamp is set
 * @param owner the value of the label {@code federation.kubefed.io/owner}; empty if there is none
 * @param applied the value of the annotation {@code federation.kubefed.io/applied}; empty if there is none
 * @param ownedHash a 64-bit hash of the {@code fieldsV1} of the projection's own {@code Apply} entry in
 *     {@code managedFields}, byte for byte; 0 if there is no such entry
 * @param ownedApiVersion the {@code apiVersion} of that entry; empty if there is none
 * @param rival the manager, other than the projection's own, with the newest {@code time} in {@code managedFields} among
 *     entries without a subresource or for {@code scale}; empty if there is none
 * @param rivalFields the raw {@code fieldsV1} of that rival, kept only where the projection asks, or asks for what is lost; null otherwise
 * @param status the raw JSON of {@code status}; null if there is none or the projection does not ask
 * @param body the raw JSON of the object without {@code managedFields}, kept in less room; null if the projection does not ask
 * @param ownedFields the raw {@code fieldsV1} behind {@code ownedHash}, kept like {@code rivalFields}; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Slices of the wire that nobody changes.
public record Entry(
        ObjectKey key,
        String uid,
        String resourceVersion,
        long generation,
        boolean deleting,
        String owner,
        String applied,
        long ownedHash,
        String ownedApiVersion,
        String rival,
        byte @Nullable [] rivalFields,
        byte @Nullable [] status,
        byte @Nullable [] body,
        byte @Nullable [] ownedFields) {

    /** Checks that the first tier is complete, and packs a large body. */
    public Entry {
        requireNonNull(key, "key");
        requireNonNull(uid, "uid");
        requireNonNull(resourceVersion, "resourceVersion");
        requireNonNull(owner, "owner");
        requireNonNull(applied, "applied");
        requireNonNull(ownedApiVersion, "ownedApiVersion");
        requireNonNull(rival, "rival");
        body = body == null ? null : PackedBody.pack(body);
    }

    /**
     * The raw JSON of the object without {@code managedFields}, unpacked for this call if it is large; null if the projection does not
     * ask for it. Not to be changed.
     */
    @Override
    public byte @Nullable [] body() {
        return body == null ? null : PackedBody.unpack(body);
    }

    /** Key and version; never the body, which may be a secret. */
    @Override
    public String toString() {
        return key + "@" + resourceVersion;
    }
}
