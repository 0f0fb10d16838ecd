package io.kubefed.informers.informer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.store.Entry;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of an informer as Java objects, decoded when they are read: the store keeps bytes, which are many times smaller.
 *
 * <p>The last thousand that were read are kept by key and version. They are shared between readers, who do not change them.
 * Thread-safe.
 *
 * @param <T> for example fabric8's {@code Deployment}, or a type of one's own that Jackson reads
 */
public final class TypedInformer<T> {

    private static final int KEPT = 1_000;
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private final Informer informer;
    private final Class<T> type;
    private final Cache<Version, T> decoded =
            Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

    private record Version(ObjectKey key, String uid, String resourceVersion) {}

    private TypedInformer(Informer informer, Class<T> type) {
        this.informer = informer;
        this.type = type;
    }

    static <T> TypedInformer<T> of(Informer informer, Class<T> type) {
        if (!informer.projection().body()) {
            throw new IllegalArgumentException("the informer of " + informer.type() + " keeps no bodies to be read as "
                    + type.getSimpleName() + "; give it Projection.whole()");
        }
        return new TypedInformer<>(informer, type);
    }

    /**
     * The object, or empty if none is known.
     *
     * @throws IllegalArgumentException if what the cluster sent is no such object
     */
    public Optional<T> find(ObjectKey key) {
        return informer.find(key).map(this::decode);
    }

    /** All objects, in no order; the receiver's own list. Decodes each: O(n). */
    public List<T> all() {
        List<T> all = new ArrayList<>(informer.store().size());
        informer.store().forEach(entry -> all.add(decode(entry)));
        return all;
    }

    private T decode(Entry entry) {
        return decoded.get(new Version(entry.key(), entry.uid(), entry.resourceVersion()), ignored -> read(entry));
    }

    private T read(Entry entry) {
        byte @Nullable [] body = entry.body();
        if (body == null) {
            // Offered by a writer that decoded with another projection.
            throw new IllegalStateException("there is no body of " + entry);
        }
        return JSON.unmarshal(new ByteArrayInputStream(body), type);
    }
}
