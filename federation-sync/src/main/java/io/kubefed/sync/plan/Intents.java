package io.kubefed.sync.plan;

import io.kubefed.core.membership.Member;
import io.kubefed.core.placement.ClusterSelector;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.Propagation.Latch;
import io.kubefed.sync.record.Split;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a template wants of a member: pure. */
public final class Intents {

    private Intents() {}

    /**
     * What an existing template wants.
     *
     * @param template the template as stored, from a synced store
     * @param record its record; null if there is none
     * @param member the member
     * @param desired what members should have; asked for only if the member should have it
     */
    public static Intent of(Template template, @Nullable Propagation record, Member member, Supplier<Desired> desired) {
        if (template.deleting()) {
            return ofDeleted(template, record);
        }
        if (member.leaving()) {
            return new Intent.Absent(new DeletionProof.MemberLeaves(member.name()));
        }
        if (template.misunderstood().isPresent()) {
            return new Intent.Unclear();
        }
        ClusterSelector selector;
        try {
            selector = selector(template);
        } catch (IllegalArgumentException invalid) {
            return new Intent.Unclear();
        }
        if (template.paused()) {
            return new Intent.Paused();
        }
        if (!template.guarded()) {
            // Nothing goes out before the finalizers stand: the template could vanish and leave its copies behind.
            return new Intent.Unclear();
        }
        return selector.selects(member.labels())
                ? ofSelected(template, record, member, desired.get())
                : new Intent.Absent(new DeletionProof.PlacementChanged(template.uid(), member.name()));
    }

    /** What a member gets of divided replicas is on record; until this very template was judged there, nothing is known of it. */
    private static Intent ofSelected(Template template, @Nullable Propagation record, Member member, Desired desired) {
        if (!desired.isDivided()) {
            return new Intent.Present(desired, template.adopts());
        }
        @Nullable Split split = record == null
                        || !record.templateUid().equals(template.uid())
                        || record.generation() != template.object().generation()
                ? null
                : record.split();
        if (split == null) {
            return new Intent.Unclear();
        }
        Desired share = desired.with(split.at(member.name()).wanted());
        return split.needs(member.name()) ? new Intent.Present(share, template.adopts()) : new Intent.Idle(share);
    }

    private static Intent ofDeleted(Template template, @Nullable Propagation record) {
        @Nullable Latch latch = record == null || !record.templateUid().equals(template.uid()) ? null : record.latch();
        if (latch == null) {
            return new Intent.Unclear();
        }
        return latch == Latch.ORPHAN
                ? new Intent.Released()
                : new Intent.Absent(new DeletionProof.TemplateDeleted(template.uid()));
    }

    /** What a template that is gone still wants of a member that was away: its tombstone honoured, and nothing else. */
    public static Intent ofGone(Propagation record, @Nullable MemberRecord member) {
        boolean tombstone =
                member != null && member.state() == MemberRecord.State.TOMBSTONE && record.latch() == Latch.CASCADE;
        return tombstone
                ? new Intent.Absent(new DeletionProof.TemplateDeleted(record.templateUid()))
                : new Intent.Released();
    }

    /**
     * The selector of a template.
     *
     * @throws IllegalArgumentException if it is not valid; the message quotes it
     */
    public static ClusterSelector selector(Template template) {
        return SelectorAnnotation.parse(template.annotation(ClusterSelector.ANNOTATION));
    }
}
