package io.kubefed.sync.ownership;

import java.util.List;

/** Labels, annotations and finalizers of the federation, each spelled in full once. */
public final class Marks {

    /** On a copy in a member: the uid of the federation that owns it. */
    public static final String OWNER_LABEL = "federation.kubefed.io/owner";

    /** On a copy in a member: the hash of what was applied, 16 hexadecimal digits. */
    public static final String APPLIED_ANNOTATION = "federation.kubefed.io/applied";

    /** On a template: {@code "true"} takes over foreign objects of the same name. */
    public static final String ADOPT_ANNOTATION = "federation.kubefed.io/adopt";

    /** On a template: {@code "true"} leaves every member as it is. */
    public static final String PAUSED_ANNOTATION = "federation.kubefed.io/paused";

    /** On a template: {@code cascade} or {@code orphan}, whatever the delete request says. */
    public static final String DELETION_POLICY_ANNOTATION = "federation.kubefed.io/deletion-policy";

    /** On a template: {@code "true"} lets it out where only labelled templates propagate. */
    public static final String PROPAGATE_LABEL = "federation.kubefed.io/propagate";

    /** On a {@code Cluster}: {@code delete} removes the copies when it is removed; anything else leaves them. */
    public static final String ON_UNJOIN_ANNOTATION = "federation.kubefed.io/on-unjoin";

    /** On a {@code Cluster} with {@link #ON_UNJOIN_ANNOTATION}: held until its copies are gone. */
    public static final String CLUSTER_FINALIZER = "federation.kubefed.io/copies";

    /** On every template: v1's gate for cascading deletion. */
    public static final String CASCADE_FINALIZER = "federation.kubernetes.io/delete-from-underlying-clusters";

    /** On every template: Kubernetes' own, which v1 reads as "leave the copies". */
    public static final String ORPHAN_FINALIZER = "orphan";

    /** What every template carries, sorted. */
    public static final List<String> FINALIZERS = List.of(CASCADE_FINALIZER, ORPHAN_FINALIZER);

    /** Prefixes of annotations that steer the federation and mean nothing to a member (fixes v1's G-24). */
    private static final List<String> INTERNAL_PREFIXES = List.of(
            "federation.kubefed.io/",
            "federation.kubernetes.io/",
            "federation.alpha.kubernetes.io/",
            "ingress.federation.kubernetes.io/");

    /** Written by other tools and controllers about the template itself. */
    private static final List<String> FOREIGN =
            List.of("kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision");

    private Marks() {}

    /** Whether an annotation of a template stays with the template. */
    public static boolean isInternal(String annotation) {
        return FOREIGN.contains(annotation) || INTERNAL_PREFIXES.stream().anyMatch(annotation::startsWith);
    }
}
