package io.kubefed.sync;

import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.cluster.Leftovers;
import io.kubefed.sync.plan.Intent;
import io.kubefed.sync.record.MemberRecord;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the copies that a leaving member still has: those that are seen in it, and those that are on record. Copies that a user
 * orphaned are none any more.
 */
record LeftCopies(Memory memory, Lanes lanes) implements Leftovers {

    @Override
    public Count in(ClusterName name) {
        Optional<Member> found = memory.members().find(name);
        if (found.isEmpty()) {
            return new Count(0, false);
        }
        Member member = found.get();
        // Asked before the count: what was under way is in the stores when it has ended, and nothing new goes to who
        // leaves.
        boolean certain = member.ready() && member.leaving() && memory.knowsAllOf(name) && lanes.isIdle(name);
        int copies = (int) keys().stream().filter(key -> isLeft(key, member)).count();
        return new Count(copies, certain);
    }

    private Set<TemplateKey> keys() {
        Set<TemplateKey> keys = new HashSet<>(memory.ledger().templates());
        memory.types()
                .values()
                .forEach(sync -> sync.keys().forEach(key -> keys.add(new TemplateKey(sync.type(), key))));
        return keys;
    }

    private boolean isLeft(TemplateKey key, Member member) {
        @Nullable MemberRecord recorded = memory.situation(key, member).recorded();
        boolean has = memory.copy(key, member) != null || (recorded != null && recorded.mayHaveCopy());
        return has && !(memory.intent(key, member) instanceof Intent.Released);
    }
}
