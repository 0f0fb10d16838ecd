package io.kubefed.sync.apply;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.deletion.DeletionDoor;
import io.kubefed.sync.ownership.Drift;
import io.kubefed.sync.ownership.DriftBrake;
import io.kubefed.sync.ownership.FederationIdentity;
import io.kubefed.sync.ownership.ForeignObject;
import io.kubefed.sync.ownership.Marks;
import io.kubefed.sync.plan.DeletionProof;
import io.kubefed.sync.plan.Desired;
import io.kubefed.sync.plan.Step;
import io.kubefed.sync.record.Ledger;
import io.kubefed.sync.record.LeftOut;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.MemberRecord.State;
import io.kubefed.sync.record.Problems;
import io.kubefed.sync.record.Propagation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * All requests to one member: its own queue, its own limit, its own backoff, so that a member that is slow or down costs its own
 * steps only.
 *
 * <p>Keys wait, not steps: a step is decided when its turn comes, from what is known then. While the member is not ready the lane
 * is parked and holds keys only.
 */
public final class MemberLane {

    private static final Duration CONFLICT_RETRY = Duration.ofMinutes(1);
    // What is awaited makes itself known; should it be given up, nobody says so.
    private static final Duration AWAITED = Duration.ofSeconds(10);

    private final Member member;
    private final FederationIdentity federation;
    private final WorkQueue<TemplateKey> queue;
    private final Judge judge;
    private final Ledger ledger;
    private final DeletionDoor door;
    private final Scheduler timer;
    private final FittingApply applies;
    private final DriftBrake brake = new DriftBrake();

    /** A lane to {@code member}, which stays the same as long as the lane lives. */
    public MemberLane(
            Member member,
            FederationIdentity federation,
            WorkQueue<TemplateKey> queue,
            Judge judge,
            Ledger ledger,
            DeletionDoor door,
            Scheduler timer) {
        this.member = requireNonNull(member, "member");
        this.federation = requireNonNull(federation, "federation");
        this.queue = requireNonNull(queue, "queue");
        this.judge = requireNonNull(judge, "judge");
        this.ledger = requireNonNull(ledger, "ledger");
        this.door = requireNonNull(door, "door");
        this.timer = requireNonNull(timer, "timer");
        this.applies = new FittingApply(member, federation.fieldManager());
    }

    /** Has a template looked at, in this member. Never blocks. */
    public void add(TemplateKey key, Priority priority) {
        queue.add(key, priority);
    }

    /** Has a template looked at after a while, or sooner if it is added otherwise. Never blocks. */
    public void addAfter(TemplateKey key, Duration delay) {
        queue.addAfter(key, delay, Priority.NORMAL);
    }

    /** Keys that wait. */
    public int size() {
        return queue.size();
    }

    /** Whether nothing runs and nothing could. */
    public boolean isIdle() {
        return queue.isIdle();
    }

    /** Starts steps, or stops starting them. */
    public void ready(boolean ready) {
        if (ready) {
            queue.resume();
        } else {
            queue.park();
        }
    }

    /**
     * Works on the keys.
     *
     * @return completes never; cancelling cancels what is under way
     */
    public Mono<Void> run() {
        return queue.drain(this::work);
    }

    private Mono<Outcome> work(TemplateKey key) {
        Step step = judge.step(key, member);
        return take(key, step)
                .doOnSuccess(outcome -> tell(key, step, outcome))
                .doOnError(error -> judge.failed(key, step));
    }

    private void tell(TemplateKey key, Step step, Outcome outcome) {
        if (outcome instanceof Outcome.Settled) {
            judge.progressed(key, member, step);
        } else {
            judge.failed(key, step);
        }
    }

    private Mono<Outcome> take(TemplateKey key, Step step) {
        if (step instanceof Step.Create create) {
            return create(key, create.desired());
        }
        if (step instanceof Step.Await await) {
            record(key, old -> old.in(State.WAITING, "", await.message(), now()));
            return Mono.just(new Outcome.RequeueAfter(AWAITED));
        }
        if (step instanceof Step.Apply apply) {
            return apply(key, apply);
        }
        if (step instanceof Step.Delete delete) {
            return delete(key, delete.uid(), delete.proof());
        }
        if (step instanceof Step.VerifyGone verify) {
            return verifyGone(key, verify.uid(), verify.proof());
        }
        if (step instanceof Step.Hold hold) {
            record(key, old -> old.in(hold.state(), old.rival(), hold.message(), now()));
        } else if (step instanceof Step.InSync settled) {
            record(key, old -> settled(old, settled.applied()));
        } else if (step instanceof Step.Forget) {
            forget(key);
        }
        return Mono.just(Outcome.SETTLED);
    }

    /** A template that went back to what the member has, after that refused something else, is applied as it is. */
    private MemberRecord settled(MemberRecord old, String applied) {
        return old.state() == State.APPLIED && old.applied().equals(applied)
                ? old
                : old.applied(old.uid(), applied, old.owned(), old.leftOut(), now());
    }

    private Mono<Outcome> create(TemplateKey key, Desired desired) {
        String schema = judge.schema(key.type(), member);
        return applies.create(key, desired)
                .map(taken -> applied(key, desired, taken, schema, null))
                .onErrorResume(FederationException.class, error -> afterCreate(key, desired, error));
    }

    private Mono<Outcome> afterCreate(TemplateKey key, Desired desired, FederationException error) {
        return error.code() == 409 ? firstContact(key, desired) : failed(key, desired, error);
    }

    /** Something has the name: the one case in which we look before we write. */
    private Mono<Outcome> firstContact(TemplateKey key, Desired desired) {
        return member.client()
                .get(key.type(), key.key())
                .switchIfEmpty(Mono.error(
                        () -> new TransientException(member.client().name() + ": " + key + " came and went", null)))
                .flatMap(object -> meet(key, desired, object))
                .onErrorResume(FederationException.class, error -> failed(key, desired, error));
    }

    private Mono<Outcome> meet(TemplateKey key, Desired desired, KubeObject object) {
        boolean adopt = judge.step(key, member) instanceof Step.Create create && create.adopt();
        String other = ForeignObject.otherFederation(object, federation);
        if (ForeignObject.isOurs(object, federation) || (adopt && other.isEmpty())) {
            return send(key, desired, object.uid(), List.of(), null);
        }
        String managers = ForeignObject.managers(object);
        String message = other.isEmpty()
                ? "an object of this name is there already, written by " + managers + "; annotate the template with "
                        + Marks.ADOPT_ANNOTATION + "=true to take it over, or rename one of them"
                : "an object of this name belongs to federation " + other;
        record(key, old -> old.in(State.CONFLICT, managers, message, now()));
        return Mono.just(new Outcome.RequeueAfter(CONFLICT_RETRY));
    }

    private Mono<Outcome> apply(TemplateKey key, Step.Apply step) {
        if (step.cause() == Step.Cause.DRIFT) {
            Duration wait = brake.ask(key, now());
            if (!wait.isZero()) {
                record(key, old -> old.in(State.CONFLICT, step.drift().rival(), quarrel(step), now()));
                return Mono.just(new Outcome.RequeueAfter(wait));
            }
        }
        List<String> unknown = step.cause() == Step.Cause.SCHEMA ? List.of() : unknownFields(key);
        @Nullable Drift drift = step.cause() == Step.Cause.DRIFT ? step.drift() : null;
        return send(key, step.desired(), step.uid(), unknown, drift);
    }

    /** What the member did not know last, if its schema is known to be the same. */
    private List<String> unknownFields(TemplateKey key) {
        LeftOut leftOut = recorded(key).leftOut();
        String schema = judge.schema(key.type(), member);
        return !schema.isEmpty() && schema.equals(leftOut.schema()) ? leftOut.fields() : List.of();
    }

    private MemberRecord recorded(TemplateKey key) {
        @Nullable Propagation record = ledger.find(key);
        return known(record == null ? null : record.member(member.name()));
    }

    private static String quarrel(Step.Apply step) {
        return (step.drift().rival().isEmpty() ? "someone" : step.drift().rival())
                + " keeps changing what the template sets; it is put back once a minute";
    }

    private Mono<Outcome> send(
            TemplateKey key, Desired desired, String uid, List<String> unknown, @Nullable Drift drift) {
        // Asked before the member is: a definition that changes meanwhile must not pass for the one that was refused.
        String schema = judge.schema(key.type(), member);
        return applies.update(key, desired, uid, unknown)
                .map(taken -> applied(key, desired, taken, schema, drift))
                .onErrorResume(FederationException.class, error -> failed(key, desired, error));
    }

    private Outcome applied(
            TemplateKey key, Desired desired, FittingApply.Taken taken, String schema, @Nullable Drift drift) {
        Entry copy = judge.read(taken.response().body());
        LeftOut leftOut = taken.leftOut().isEmpty() ? LeftOut.NOTHING : new LeftOut(taken.leftOut(), schema);
        Drift.Account account = drift == null ? Drift.Account.NONE : drift.account(taken.response(), federation);
        record(
                key,
                old -> old.applied(copy.uid(), desired.hash(), copy.ownedHash(), leftOut, now())
                        .putBack(account.rival(), account.words()));
        judge.saved(key, member, copy);
        return Outcome.SETTLED;
    }

    private Mono<Outcome> failed(TemplateKey key, Desired desired, FederationException error) {
        String words = error.status().message();
        if (error.code() == 422 || error.code() == 400) {
            record(key, old -> old.rejected(desired.hash(), words, now()));
            return Mono.just(Outcome.SETTLED);
        }
        if (isNamespaceMissing(key, error)) {
            record(key, old -> old.in(State.WAITING, "", namespaceMissing(key), now()));
        } else if (isOutcomeUnknown(error)) {
            record(key, old -> old.tried(desired.hash(), words, now()));
        } else if (error.code() != 429) {
            record(key, old -> old.in(State.FAILED, "", words, now()));
        }
        return Mono.error(isNamespaceMissing(key, error) ? soon(error) : error);
    }

    private static boolean isOutcomeUnknown(FederationException error) {
        return error.code() == 0 || error.code() == 408 || error.code() >= 500;
    }

    private static boolean isNamespaceMissing(TemplateKey key, FederationException error) {
        return error.code() == 404
                && key.key().namespaced()
                && error.status().message().startsWith("namespaces ");
    }

    private static String namespaceMissing(TemplateKey key) {
        return "namespace " + key.key().namespace() + " is not in the member";
    }

    /** The namespace is on its way: worth another try before long, although the server says no. */
    private static TransientException soon(FederationException error) {
        return new TransientException(String.valueOf(error.getMessage()), error.status(), error);
    }

    private Mono<Outcome> delete(TemplateKey key, String uid, DeletionProof proof) {
        return door.delete(member, key, uid, proof)
                .then(Mono.fromSupplier(() -> {
                    record(key, old -> old.in(State.DELETING, "", "", now()));
                    return Outcome.SETTLED;
                }))
                .onErrorResume(FederationException.class, error -> {
                    record(key, old -> notDeleted(old, error));
                    return Mono.error(error);
                });
    }

    /** A tombstone stands until the member has let the copy go: nothing else remembers it once the template is gone. */
    private MemberRecord notDeleted(MemberRecord old, FederationException error) {
        State state = old.state() == State.TOMBSTONE ? State.TOMBSTONE : State.FAILED;
        return old.in(state, "", error.status().message(), now());
    }

    /** Our copy is on record but not to be seen: someone may have taken our label away (v1 leaked such copies, G-35). */
    private Mono<Outcome> verifyGone(TemplateKey key, String uid, DeletionProof proof) {
        return member.client()
                .get(key.type(), key.key())
                .filter(object ->
                        (uid.isEmpty() || object.uid().equals(uid)) && ForeignObject.isOurs(object, federation))
                .flatMap(object -> object.deleting()
                        ? Mono.<Outcome>just(new Outcome.RequeueAfter(Duration.ofSeconds(2)))
                        : delete(key, object.uid(), proof)
                                .thenReturn((Outcome) new Outcome.RequeueAfter(Duration.ofSeconds(1))))
                .switchIfEmpty(Mono.fromSupplier(() -> {
                    forget(key);
                    return Outcome.SETTLED;
                }));
    }

    private void record(TemplateKey key, UnaryOperator<MemberRecord> change) {
        ledger.updateIfPresent(
                key, record -> Problems.judged(record.with(member.name(), old -> change.apply(known(old))), now()));
    }

    private void forget(TemplateKey key) {
        ledger.updateIfPresent(key, record -> Problems.judged(record.with(member.name(), old -> null), now()));
    }

    private MemberRecord known(@Nullable MemberRecord old) {
        return old == null || !old.memberUid().equals(member.uid())
                ? MemberRecord.unseen(member.name(), member.uid(), now())
                : old;
    }

    private Instant now() {
        return Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
    }
}
