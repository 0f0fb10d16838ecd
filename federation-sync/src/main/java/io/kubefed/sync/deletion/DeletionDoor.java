package io.kubefed.sync.deletion;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.plan.DeletionProof;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The one door through which every delete in a member passes.
 *
 * <p>A delete names the uid of the copy that is meant and carries its proof; both are logged. Nothing else in this module calls
 * {@link ClusterClient#delete} on a member.
 */
public final class DeletionDoor {

    private static final Logger LOG = LoggerFactory.getLogger(DeletionDoor.class);

    /**
     * Deletes one copy, its dependants in the background.
     *
     * @param uid the copy that is meant, never empty: what has the name since is not touched
     * @param proof what a user did to have it deleted
     * @return completes when the member accepted, or the copy is gone already; one request
     */
    public Mono<Void> delete(Member member, TemplateKey key, String uid, DeletionProof proof) {
        if (uid.isEmpty()) {
            return Mono.error(new IllegalArgumentException("a delete without a uid could hit a foreign object"));
        }
        return Mono.defer(() -> {
            LOG.atInfo()
                    .addKeyValue("member", member.name())
                    .addKeyValue("key", key)
                    .addKeyValue("uid", uid)
                    .addKeyValue("proof", proof.describe())
                    .log("delete copy");
            return member.client()
                    .delete(key.type(), key.key(), uid, "Background")
                    .onErrorResume(FederationException.class, DeletionDoor::emptyIfAnother);
        });
    }

    /** The precondition failed: what has the name now is another object, and the copy is gone. */
    private static Mono<Void> emptyIfAnother(FederationException error) {
        return error.code() == 409 && String.valueOf(error.getMessage()).contains("UID")
                ? Mono.empty()
                : Mono.error(error);
    }
}
