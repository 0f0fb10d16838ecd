package io.kubefed.sync.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.sync.ownership.Marks;
import io.kubefed.sync.plan.Template;
import io.kubefed.sync.record.Propagation.Latch;
import org.jspecify.annotations.Nullable;

/**
 * What a delete of a template means for its copies.
 *
 * <p>v1's contract: with {@code orphan} among the finalizers the copies stay, without it they go. {@code Background}, which a
 * modern kubectl always asks for, takes it out in the DELETE itself; a raw DELETE leaves it in. But a garbage collector on the
 * federation API takes {@code orphan} out as well, once it has orphaned what depends on the template, and then the finalizers look
 * like a cascade. The two are told apart by ownership: a DELETE changes no {@code managedFields}, so our entry still lists the
 * finalizer that it took out; the collector's patch removes it from our entry too. In doubt copies stay.
 */
public final class DeletionPolicy {

    private DeletionPolicy() {}

    /** The decision for a template that carries a deletion timestamp. */
    public static Latch decide(Template template) {
        @Nullable String asked = template.annotation(Marks.DELETION_POLICY_ANNOTATION);
        if (asked != null) {
            // Nobody knows what another word means, and what stays can still be deleted.
            return asked.equals("cascade") ? Latch.CASCADE : Latch.ORPHAN;
        }
        boolean orphanKept = template.object().finalizers().contains(Marks.ORPHAN_FINALIZER);
        return !orphanKept && tookOutByDelete(template) ? Latch.CASCADE : Latch.ORPHAN;
    }

    private static boolean tookOutByDelete(Template template) {
        byte[] owned = template.ownedFields();
        if (owned == null) {
            return false;
        }
        JsonNode finalizers = KubeObject.parse(owned).json().path("f:metadata").path("f:finalizers");
        return finalizers.has("v:\"" + Marks.ORPHAN_FINALIZER + "\"");
    }
}
