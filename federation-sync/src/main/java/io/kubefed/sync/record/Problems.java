package io.kubefed.sync.record;

import io.kubefed.core.model.Condition;
import io.kubefed.core.model.Condition.Status;
import io.kubefed.sync.record.MemberRecord.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is wrong, in few words: for a column of {@code kubectl get} and for the condition {@code Propagated}. */
public final class Problems {

    private Problems() {}

    /** The first problem with its member and how many more there are; empty if all is well. */
    static String summary(Propagation record) {
        List<MemberRecord> bad = bad(record);
        if (!bad.isEmpty()) {
            return bad.get(0).member() + ": " + bad.get(0).state().wire() + more(bad.size());
        }
        Optional<String> condition = record.conditions().stream()
                .filter(one -> one.status() == Status.FALSE && !one.reason().equals("InProgress"))
                .findFirst()
                .map(Condition::reason);
        return condition.orElseGet(() -> incomplete(incomplete(record)));
    }

    private static String more(int problems) {
        return problems == 1 ? "" : " (+" + (problems - 1) + ")";
    }

    private static String incomplete(List<MemberRecord> members) {
        return members.isEmpty()
                ? ""
                : members.get(0).member() + ": without "
                        + members.get(0).leftOut().named() + more(members.size());
    }

    private static List<MemberRecord> incomplete(Propagation record) {
        return record.members().values().stream()
                .filter(member ->
                        member.state() == State.APPLIED && !member.leftOut().isEmpty())
                .toList();
    }

    /** The record with its condition {@code Propagated} as its members make it. */
    public static Propagation judged(Propagation record, Instant now) {
        return record.with(propagated(record, now));
    }

    /** {@code Propagated}: true when every wanted member has what the template says. */
    static Condition propagated(Propagation record, Instant now) {
        List<MemberRecord> bad = bad(record);
        if (!bad.isEmpty()) {
            MemberRecord first = bad.get(0);
            return new Condition("Propagated", Status.FALSE, first.state().wire(), sentence(bad), now);
        }
        int applied = record.applied();
        // A member that is not wanted any more may still count as applied: one that is under way says more than the
        // numbers.
        boolean underWay = record.members().values().stream().anyMatch(Problems::isUnderWay);
        return applied >= record.wanted() && !underWay
                ? everywhere(applied, incomplete(record), now)
                : new Condition(
                        "Propagated",
                        Status.FALSE,
                        "InProgress",
                        "in " + applied + " of " + record.wanted() + " members",
                        now);
    }

    private static Condition everywhere(int applied, List<MemberRecord> incomplete, Instant now) {
        String words = "in " + applied + " members";
        return incomplete.isEmpty()
                ? new Condition("Propagated", Status.TRUE, "Applied", words, now)
                : new Condition("Propagated", Status.TRUE, "FieldsLeftOut", words + "; " + sentence(incomplete), now);
    }

    private static String sentence(List<MemberRecord> bad) {
        return String.join(
                "; ",
                bad.stream()
                        .map(member -> member.member() + ": " + member.state().wire()
                                + (member.message().isEmpty() ? "" : ", " + member.message()))
                        .toList());
    }

    private static List<MemberRecord> bad(Propagation record) {
        return record.members().values().stream()
                .filter(member -> member.state() != State.APPLIED && !isUnderWay(member))
                .toList();
    }

    private static boolean isUnderWay(MemberRecord member) {
        return member.state() == State.WAITING && member.message().isEmpty();
    }
}
