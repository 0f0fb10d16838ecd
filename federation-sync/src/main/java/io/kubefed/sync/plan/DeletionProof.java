package io.kubefed.sync.plan;

import io.kubefed.core.model.ClusterName;

/**
 * Why a copy may be deleted: something that a user asked for, read from a synced store of this federation's API. There is no
 * proof by absence.
 */
public sealed interface DeletionProof {

    /** What the user did, for the log. */
    String describe();

    /**
     * The template carries a deletion timestamp, and its deletion was latched as cascading.
     *
     * @param templateUid which template
     */
    record TemplateDeleted(String templateUid) implements DeletionProof {
        @Override
        public String describe() {
            return "template " + templateUid + " was deleted with its copies";
        }
    }

    /**
     * The template's valid selector does not select the member any more.
     *
     * @param templateUid which template
     * @param member the member that is not selected
     */
    record PlacementChanged(String templateUid, ClusterName member) implements DeletionProof {
        @Override
        public String describe() {
            return "template " + templateUid + " does not select " + member + " any more";
        }
    }

    /**
     * The Cluster was deleted and its annotation asks for its copies to go.
     *
     * @param member the member that leaves
     */
    record MemberLeaves(ClusterName member) implements DeletionProof {
        @Override
        public String describe() {
            return member + " leaves the federation and asked for its copies to go";
        }
    }
}
