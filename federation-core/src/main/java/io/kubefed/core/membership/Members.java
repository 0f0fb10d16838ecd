package io.kubefed.core.membership;

import io.kubefed.core.model.ClusterName;
import java.util.Collection;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The members at this moment, and what changes about them. */
public interface Members {

    /** All members, whatever their health, in the order of their names; a snapshot, immutable. */
    Collection<Member> all();

    /** The member of this name, or empty if none has joined. */
    Optional<Member> find(ClusterName name);

    /** Whether every member is known: before, a member that is not found may be one all the same. */
    boolean complete();

    /** Completes when every member is known; at once if that is so. Never errors. */
    Mono<Void> completion();

    /**
     * Follows the members.
     *
     * <dl>
     *   <dt>Emits</dt><dd>one {@code Engaged} per present member on subscription, then every change in order
     *   <dt>Completes</dt><dd>never
     *   <dt>Errors</dt><dd>never
     *   <dt>Demand</dt><dd>honoured; what waits is conflated per member
     * </dl>
     */
    Flux<MemberChange> changes();

    /** What happened to a member. */
    sealed interface MemberChange {

        /** Which member. */
        ClusterName name();

        /** It joined, or its address, credentials or identity changed: whatever was opened to it before is void. */
        record Engaged(Member member) implements MemberChange {
            @Override
            public ClusterName name() {
                return member.name();
            }
        }

        /** Its labels or health changed; its client is the same. */
        record Updated(Member member) implements MemberChange {
            @Override
            public ClusterName name() {
                return member.name();
            }
        }

        /** Its {@code Cluster} was removed. */
        record Disengaged(ClusterName name) implements MemberChange {}
    }
}
