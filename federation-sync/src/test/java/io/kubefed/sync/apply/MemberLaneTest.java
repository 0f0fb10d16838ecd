package io.kubefed.sync.apply;

import static io.kubefed.sync.Fixtures.CONFIG_MAPS;
import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.FEDERATION;
import static io.kubefed.sync.Fixtures.KEY;
import static io.kubefed.sync.Fixtures.desired;
import static io.kubefed.sync.Fixtures.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.ToyCluster;
import io.kubefed.sync.deletion.DeletionDoor;
import io.kubefed.sync.field.OwnedFields;
import io.kubefed.sync.ownership.Drift;
import io.kubefed.sync.ownership.Marks;
import io.kubefed.sync.plan.DeletionProof;
import io.kubefed.sync.plan.Desired;
import io.kubefed.sync.plan.Step;
import io.kubefed.sync.record.Ledger;
import io.kubefed.sync.record.LeftOut;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.MemberRecord.State;
import io.kubefed.sync.record.Propagation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

class MemberLaneTest {

    private static final Desired DESIRED = desired("'a':'1'");
    private static final DeletionProof PROOF = new DeletionProof.TemplateDeleted("template-1");
    private static final String FOREIGN = "{'metadata':{'name':'shop','namespace':'web','managedFields':"
            + "[{'manager':'helm','operation':'Update'}]},'data':{'theirs':'1'}}";

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ToyCluster api = new ToyCluster("federation API");
    private final ToyCluster cluster = new ToyCluster("member east");
    private final Member member = member(EAST, cluster);
    private final Ledger ledger = new Ledger(api, FEDERATION.fieldManager(), queue());
    private final ScriptedJudge judge = new ScriptedJudge();
    private final MemberLane lane =
            new MemberLane(member, FEDERATION, queue(), judge, ledger, new DeletionDoor(), time);
    private final Disposable run = lane.run().subscribe();

    MemberLaneTest() {
        ledger.update(KEY, "template-1", record -> record.of(1, 1));
    }

    @AfterEach
    void stop() {
        run.dispose();
    }

    private WorkQueue<TemplateKey> queue() {
        return WorkQueue.<TemplateKey>builder(time, new Random(1)).build();
    }

    private void take(Step step) {
        judge.step = step;
        lane.add(KEY, Priority.HIGH);
    }

    private MemberRecord record() {
        return Objects.requireNonNull(find());
    }

    private @Nullable MemberRecord find() {
        return Objects.requireNonNull(ledger.find(KEY)).member(EAST);
    }

    private @Nullable KubeObject copy() {
        return cluster.object(CONFIG_MAPS, KEY.key());
    }

    private String uid() {
        return Objects.requireNonNull(copy()).uid();
    }

    private void created() {
        take(new Step.Create(DESIRED, false));
        judge.step = new Step.InSync(DESIRED.hash());
        cluster.requests.clear();
    }

    @Test
    void createsACopyWithOneRequestAndRecordsIt() {
        take(new Step.Create(DESIRED, false));

        assertThat(cluster.methods()).containsExactly(Method.PATCH);
        assertThat(cluster.requests.get(0).query()).containsEntry("force", "false");
        assertThat(Objects.requireNonNull(copy()).labels()).containsEntry(Marks.OWNER_LABEL, FEDERATION.uid());
        assertThat(record().state()).isEqualTo(State.APPLIED);
        assertThat(record().uid()).isEqualTo(uid());
        assertThat(record().applied()).isEqualTo(DESIRED.hash());
        assertThat(record().owned()).isNotZero();
        assertThat(judge.saved).extracting(Entry::uid).containsExactly(uid());
        assertThat(judge.progressed).hasSize(1);
        assertThat(Objects.requireNonNull(ledger.find(KEY)).conditions().get(0).reason())
                .isEqualTo("Applied");
    }

    @Test
    void reportsAForeignObjectAndLeavesItAlone() {
        KubeObject foreign = cluster.put(CONFIG_MAPS, FOREIGN).copy();
        take(new Step.Create(DESIRED, false));

        assertThat(copy()).isEqualTo(foreign);
        assertThat(record().state()).isEqualTo(State.CONFLICT);
        assertThat(record().rival()).isEqualTo("helm");
        assertThat(record().message()).contains("written by helm").contains("federation.kubefed.io/adopt=true");
        assertThat(cluster.methods()).containsExactly(Method.PATCH, Method.GET);

        time.advanceTimeBy(Duration.ofSeconds(61));
        assertThat(cluster.requests).as("looks again after a minute").hasSize(4);
    }

    @Test
    void takesAForeignObjectOverIfItMay() {
        String uid = cluster.put(CONFIG_MAPS, FOREIGN).uid();
        take(new Step.Create(DESIRED, true));

        assertThat(cluster.methods()).containsExactly(Method.PATCH, Method.GET, Method.PATCH);
        assertThat(cluster.lastBody().uid()).isEqualTo(uid);
        assertThat(cluster.requests.get(2).query()).containsEntry("force", "true");
        assertThat(record().state()).isEqualTo(State.APPLIED);
        assertThat(record().uid()).isEqualTo(uid);
    }

    @Test
    void neverTakesOverWhatAnotherFederationHas() {
        cluster.put(
                CONFIG_MAPS,
                "{'metadata':{'name':'shop','namespace':'web','labels':{'federation.kubefed.io/owner':'other'}}}");
        take(new Step.Create(DESIRED, true));

        assertThat(record().state()).isEqualTo(State.CONFLICT);
        assertThat(record().message()).contains("federation other");
        assertThat(cluster.methods()).containsExactly(Method.PATCH, Method.GET);
    }

    @Test
    void takesUpItsOwnCopyThatLostItsLabel() {
        cluster.put(
                CONFIG_MAPS,
                "{'metadata':{'name':'shop','namespace':'web','managedFields':[{'manager':'" + FEDERATION.fieldManager()
                        + "','operation':'Apply'}]}}");
        take(new Step.Create(DESIRED, false));

        assertThat(record().state()).isEqualTo(State.APPLIED);
        assertThat(Objects.requireNonNull(copy()).labels()).containsKey(Marks.OWNER_LABEL);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void doesNotTryAgainWhatTheServerWillNeverTake(int code) {
        cluster.fail(request -> true, ToyCluster.refusal(code, "Invalid", "spec.x: must be positive"));
        take(new Step.Create(DESIRED, false));
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(cluster.requests).hasSize(1);
        assertThat(record().state()).isEqualTo(State.REJECTED);
        assertThat(record().applied()).isEqualTo(DESIRED.hash());
        assertThat(record().message()).isEqualTo("spec.x: must be positive");
    }

    @Test
    void waitsForItsNamespaceAndTriesAgainSoon() {
        cluster.fail(request -> true, ToyCluster.refusal(404, "NotFound", "namespaces \"web\" not found"));
        take(new Step.Create(DESIRED, false));

        assertThat(record().state()).isEqualTo(State.WAITING);
        assertThat(record().message()).isEqualTo("namespace web is not in the member");

        cluster.heal();
        time.advanceTimeBy(Duration.ofSeconds(30));
        assertThat(record().state()).isEqualTo(State.APPLIED);
    }

    @Test
    void recordsAFailureAndTriesAgain() {
        cluster.failOnce(ToyCluster.refusal(0, "", "connection refused"));
        take(new Step.Create(DESIRED, false));
        assertThat(record().state()).isEqualTo(State.FAILED);
        assertThat(record().message()).isEqualTo("connection refused");

        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(record().state()).isEqualTo(State.APPLIED);
        assertThat(record().message()).isEmpty();
    }

    @Test
    void doesNotCallItAFailureToBeAskedForPatience() {
        cluster.failOnce(ToyCluster.refusal(429, "TooManyRequests", "slow down"));
        take(new Step.Create(DESIRED, false));
        assertThat(find()).isNull();

        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(record().state()).isEqualTo(State.APPLIED);
    }

    @Test
    void appliesAnEditToTheCopyThatIsMeant() {
        created();
        Desired edited = desired("'a':'2'");
        take(new Step.Apply(edited, uid(), Step.Cause.EDIT, ""));

        assertThat(cluster.methods()).containsExactly(Method.PATCH);
        assertThat(record().applied()).isEqualTo(edited.hash());
        assertThat(Objects.requireNonNull(copy()).json().at("/data/a").textValue())
                .isEqualTo("2");
    }

    @Test
    void doesNotApplyToACopyThatWasMadeAnewMeanwhile() {
        created();
        take(new Step.Apply(DESIRED, "copy-0", Step.Cause.EDIT, ""));

        assertThat(record().state()).isEqualTo(State.FAILED);
    }

    @Test
    void putsDriftBackAndNamesTheRivalUntilItBecomesAQuarrel() {
        created();
        Step drift = new Step.Apply(DESIRED, uid(), Step.Cause.DRIFT, "kubectl");
        for (int repair = 0; repair < 5; repair++) {
            take(drift);
            assertThat(record().state()).isEqualTo(State.APPLIED);
            assertThat(record().rival()).isEqualTo("kubectl");
        }

        take(drift);
        assertThat(cluster.requests).hasSize(5);
        assertThat(record().state()).isEqualTo(State.CONFLICT);
        assertThat(record().message()).contains("kubectl keeps changing");

        time.advanceTimeBy(Duration.ofSeconds(61));
        assertThat(cluster.requests).hasSize(6);
        assertThat(record().state()).isEqualTo(State.APPLIED);
    }

    @Test
    void saysWhatWasLostAndWhoTookIt() {
        created();
        // The toy's answer owns .spec; the event showed that only something else was still ours.
        OwnedFields left = new OwnedFields(Set.of(".data"));
        OwnedFields kubectls = new OwnedFields(Set.of(".spec.replicas"));
        take(new Step.Apply(DESIRED, uid(), Step.Cause.DRIFT, new Drift("kubectl-edit", left, kubectls)));

        assertThat(cluster.requests).hasSize(1);
        assertThat(record().rival()).isEqualTo("kubectl-edit");
        assertThat(record().message()).isEqualTo("kubectl-edit changed .spec; put back");

        take(new Step.Apply(desired("'a':'2'"), uid(), Step.Cause.EDIT, ""));
        assertThat(record().rival() + record().message()).isEmpty();
    }

    @Test
    void recordsWhyItHolds() {
        take(new Step.Hold(State.WAITING, "member does not serve this type"));

        assertThat(record().state()).isEqualTo(State.WAITING);
        assertThat(record().message()).isEqualTo("member does not serve this type");
        assertThat(cluster.requests).isEmpty();
    }

    @Test
    void recordsThatACopyIsInSyncWithWhatWasThereBeforeARefusal() {
        created();
        MemberRecord before = record();
        cluster.fail(request -> true, ToyCluster.refusal(422, "Invalid", "no"));
        take(new Step.Apply(desired("'a':'2'"), uid(), Step.Cause.EDIT, ""));
        assertThat(record().state()).isEqualTo(State.REJECTED);

        take(new Step.InSync(DESIRED.hash()));
        assertThat(record()).isEqualTo(before);
    }

    @Test
    void leavesTheRecordAloneIfNothingCanBeTold() {
        created();
        MemberRecord before = record();
        take(new Step.Leave());

        assertThat(record()).isEqualTo(before);
    }

    @Test
    void deletesByUidAndRecordsIt() {
        created();
        String uid = uid();
        take(new Step.Delete(uid, PROOF));

        assertThat(copy()).isNull();
        assertThat(cluster.requests.get(0).body()).asString().contains("\"uid\":\"" + uid + "\"");
        assertThat(record().state()).isEqualTo(State.DELETING);
    }

    @Test
    void doesNotDeleteWhatHasTheNameSince() {
        created();
        cluster.remove(CONFIG_MAPS, KEY.key());
        cluster.put(CONFIG_MAPS, FOREIGN);
        take(new Step.Delete("copy-0", PROOF));

        assertThat(copy()).isNotNull();
        assertThat(record().state()).isEqualTo(State.DELETING);
    }

    @Test
    void keepsATombstoneThroughADeleteThatFails() {
        created();
        ledger.update(
                KEY,
                "template-1",
                record -> record.with(
                        EAST, old -> Objects.requireNonNull(old).in(State.TOMBSTONE, "", "", java.time.Instant.EPOCH)));
        cluster.failOnce(ToyCluster.refusal(500, "InternalError", "boom"));
        take(new Step.Delete(uid(), PROOF));
        assertThat(record().state()).isEqualTo(State.TOMBSTONE);

        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(copy()).isNull();
        assertThat(record().state()).isEqualTo(State.DELETING);
    }

    @Test
    void recordsADeleteThatFails() {
        created();
        cluster.fail(request -> true, ToyCluster.refusal(403, "Forbidden", "may not delete"));
        take(new Step.Delete(uid(), PROOF));

        assertThat(record().state()).isEqualTo(State.FAILED);
        assertThat(record().message()).isEqualTo("may not delete");
    }

    @Test
    void forgetsACopyThatIsGoneForSure() {
        created();
        String uid = uid();
        cluster.remove(CONFIG_MAPS, KEY.key());
        take(new Step.VerifyGone(uid, PROOF));

        assertThat(cluster.methods()).containsExactly(Method.GET);
        assertThat(find()).isNull();
    }

    @Test
    void forgetsACopyWhoseNameAnotherObjectHas() {
        created();
        take(new Step.VerifyGone("copy-0", PROOF));

        assertThat(cluster.methods()).containsExactly(Method.GET);
        assertThat(copy()).isNotNull();
        assertThat(find()).isNull();
    }

    @Test
    void deletesACopyThatWasHiddenByTakingItsLabelAway() {
        created();
        String uid = uid();
        Objects.requireNonNull(copy()).json().withObjectProperty("metadata").remove("labels");
        take(new Step.VerifyGone(uid, PROOF));
        assertThat(copy()).isNull();

        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(find()).isNull();
        assertThat(cluster.methods()).containsExactly(Method.GET, Method.DELETE, Method.GET);
    }

    @Test
    void deletesACopyThatAnApplyWithoutAnAnswerMade() {
        created();
        take(new Step.VerifyGone("", PROOF));
        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(copy()).isNull();
        assertThat(find()).isNull();
        assertThat(cluster.methods()).containsExactly(Method.GET, Method.DELETE, Method.GET);
    }

    @Test
    void tellsOfNoProgressBeforeAHiddenCopyIsGone() {
        created();
        String uid = uid();
        Objects.requireNonNull(copy())
                .json()
                .withObjectProperty("metadata")
                .put("deletionTimestamp", "2020-01-01T00:00:00Z");
        judge.progressed.clear();

        take(new Step.VerifyGone(uid, PROOF));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(judge.progressed).isEmpty();

        cluster.remove(CONFIG_MAPS, KEY.key());
        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(judge.progressed).hasSize(1);
    }

    @Test
    void forgetsOnlyItsOwnMember() {
        created();
        take(new Step.Forget());

        assertThat(find()).isNull();
        assertThat(copy()).isNotNull();
        assertThat(cluster.requests).isEmpty();
    }

    @Test
    void keepsItsKeysWhileTheMemberIsNotReady() {
        lane.ready(false);
        take(new Step.Create(DESIRED, false));
        assertThat(cluster.requests).isEmpty();
        assertThat(lane.size()).isEqualTo(1);

        lane.ready(true);
        assertThat(cluster.requests).hasSize(1);
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void beginsAnewForAMemberThatWasJoinedAnew() {
        ledger.update(
                KEY,
                "template-1",
                record -> record.with(
                        EAST,
                        old -> MemberRecord.unseen(EAST, "older-uid", java.time.Instant.EPOCH)
                                .applied("copy-9", "h", 1, LeftOut.NOTHING, java.time.Instant.EPOCH)));
        take(new Step.Hold(State.PAUSED, ""));

        assertThat(record().memberUid()).isEqualTo(member.uid());
        assertThat(record().hasCopy()).isFalse();
    }

    @Test
    void makesNoRecordWhereThereIsNone() {
        TemplateKey other = new TemplateKey(CONFIG_MAPS, new io.kubefed.core.model.ObjectKey("web", "other"));
        judge.step = new Step.Hold(State.PAUSED, "");
        lane.add(other, Priority.HIGH);

        assertThat(ledger.find(other)).isNull();
        assertThat(Objects.requireNonNull(ledger.find(KEY))).isInstanceOf(Propagation.class);
    }

    private void doesNotKnow(String field) {
        cluster.fail(
                request -> request.body() != null
                        && KubeObject.parse(request.body()).json().path("data").has(field),
                ToyCluster.refusal(
                        500,
                        "InternalError",
                        "failed to create typed patch object (web/shop; /v1, Kind=ConfigMap): .data." + field
                                + ": field not declared in schema"));
    }

    @Test
    void leavesOutWhatTheMemberDoesNotKnowOneFieldAfterTheOther() {
        Desired wide = desired("'a':'1','b':'2','c':'3'");
        doesNotKnow("b");
        doesNotKnow("c");
        take(new Step.Create(wide, false));

        assertThat(cluster.methods()).containsOnly(Method.PATCH).hasSize(3);
        assertThat(Objects.requireNonNull(copy()).json().path("data").toString())
                .isEqualTo("{\"a\":\"1\"}");
        assertThat(record().state()).isEqualTo(State.APPLIED);
        assertThat(record().applied()).isEqualTo(wide.hash());
        assertThat(Objects.requireNonNull(copy()).annotations()).containsEntry(Marks.APPLIED_ANNOTATION, wide.hash());
        assertThat(record().leftOut()).isEqualTo(new LeftOut(List.of(".data.b", ".data.c"), "v1"));
        assertThat(record().message())
                .isEqualTo("without .data.b, .data.c, which the schema of the member does not have");
    }

    @Test
    void remembersWhatTheMemberDoesNotKnow() {
        doesNotKnow("b");
        take(new Step.Create(desired("'a':'1','b':'2'"), false));
        cluster.requests.clear();

        Desired edited = desired("'a':'2','b':'2'");
        take(new Step.Apply(edited, uid(), Step.Cause.EDIT, ""));
        assertThat(cluster.requests).hasSize(1);
        assertThat(record().applied()).isEqualTo(edited.hash());
        assertThat(record().leftOut().fields()).containsExactly(".data.b");

        take(new Step.Apply(desired("'a':'3'"), uid(), Step.Cause.EDIT, ""));
        assertThat(record().leftOut()).isEqualTo(LeftOut.NOTHING);
        assertThat(record().message()).isEmpty();
    }

    @Test
    void triesAllOfItAgainWithAnotherSchema() {
        Desired wide = desired("'a':'1','b':'2'");
        doesNotKnow("b");
        take(new Step.Create(wide, false));

        judge.schema = "v2";
        take(new Step.Apply(wide, uid(), Step.Cause.SCHEMA, ""));
        assertThat(record().leftOut()).isEqualTo(new LeftOut(List.of(".data.b"), "v2"));

        cluster.heal();
        judge.schema = "v3";
        take(new Step.Apply(wide, uid(), Step.Cause.SCHEMA, ""));
        assertThat(Objects.requireNonNull(copy()).json().path("data").has("b")).isTrue();
        assertThat(record().leftOut()).isEqualTo(LeftOut.NOTHING);
    }

    @Test
    void tellsTheJudgeWhatFailed() {
        cluster.fail(request -> true, ToyCluster.refusal(403, "Forbidden", "no"));
        Step create = new Step.Create(DESIRED, false);
        take(create);

        assertThat(judge.failed).contains(create);
        assertThat(judge.progressed).isEmpty();
    }
}
