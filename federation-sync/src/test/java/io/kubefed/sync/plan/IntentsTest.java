package io.kubefed.sync.plan;

import static io.kubefed.sync.Fixtures.DEPLOYMENTS;
import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.FEDERATION;
import static io.kubefed.sync.Fixtures.GUARDED;
import static io.kubefed.sync.Fixtures.NOW;
import static io.kubefed.sync.Fixtures.desired;
import static io.kubefed.sync.Fixtures.member;
import static io.kubefed.sync.Fixtures.object;
import static io.kubefed.sync.Fixtures.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.ToyCluster;
import io.kubefed.sync.adapter.workload.DeploymentAdapter;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.MemberRecord.State;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.Propagation.Latch;
import io.kubefed.sync.record.Split;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntentsTest {

    private static final Member MEMBER = member(EAST, new ToyCluster("member east"));
    private static final Desired DESIRED = desired("'a':'1'");
    private static final TemplateKey DEPLOYMENT = new TemplateKey(DEPLOYMENTS, new ObjectKey("web", "shop"));
    private static final Desired DIVIDED = Desired.of(
            new Template(
                    DEPLOYMENT,
                    object("{'metadata':{'name':'shop','namespace':'web'},'spec':{'replicas':9,'paused':false}}"),
                    null),
            new DeploymentAdapter(),
            FEDERATION);
    private static final String DELETED = "'deletionTimestamp':'2020-01-01T00:00:00Z'," + GUARDED;

    private static Intent of(String metadata, @Nullable Propagation record) {
        return Intents.of(template(metadata, ""), record, MEMBER, () -> DESIRED);
    }

    private static String annotated(String name, String value) {
        return GUARDED + ",'annotations':{'" + name + "':'" + value + "'}";
    }

    private static String selecting(String region) {
        return GUARDED + ",'annotations':{'federation.alpha.kubernetes.io/cluster-selector':"
                + "'[{\\'key\\':\\'region\\',\\'operator\\':\\'=\\',\\'values\\':[\\'" + region + "\\']}]'}";
    }

    @Test
    void wantsACopyInEveryMemberThatIsSelected() {
        assertThat(of(GUARDED, null)).isEqualTo(new Intent.Present(DESIRED, false));
        assertThat(of(selecting("east"), null)).isEqualTo(new Intent.Present(DESIRED, false));
        assertThat(of(annotated("federation.kubefed.io/adopt", "true"), null))
                .isEqualTo(new Intent.Present(DESIRED, true));
        assertThat(of(annotated("federation.kubefed.io/adopt", "false"), null))
                .isEqualTo(new Intent.Present(DESIRED, false));
    }

    private static Propagation divided(String uid, long generation, int total, int east) {
        Split split = new Split(total, new TreeMap<>(Map.of(EAST, new Split.Count(east, 0))));
        return Propagation.of(uid).of(generation, 1).with(split);
    }

    private static Intent ofDeployment(@Nullable Propagation record) {
        KubeObject object =
                object("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'shop','namespace':'web',"
                        + "'uid':'template-1','generation':3," + GUARDED + "},'spec':{'replicas':9}}");
        Template template = new Template(DEPLOYMENT, object, null);
        return Intents.of(template, record, MEMBER, () -> DIVIDED);
    }

    @Test
    void wantsTheReplicasOfAMemberThatAreOnRecord() {
        assertThat(ofDeployment(divided("template-1", 3, 9, 6)))
                .isInstanceOfSatisfying(Intent.Present.class, present -> {
                    assertThat(present.desired().hash())
                            .isEqualTo(DIVIDED.with(6).hash());
                    assertThat(KubeObject.parse(present.desired().toCreate())
                                    .json()
                                    .at("/spec/replicas")
                                    .asInt())
                            .isEqualTo(6);
                });
        assertThat(ofDeployment(divided("template-1", 3, 0, 0))).isInstanceOf(Intent.Present.class);
        assertThat(ofDeployment(divided("template-1", 3, 9, 0))).isInstanceOf(Intent.Idle.class);
    }

    @Test
    void wantsNothingYetOfReplicasThatAreNotDividedAnew() {
        assertThat(ofDeployment(null)).isEqualTo(new Intent.Unclear());
        assertThat(ofDeployment(Propagation.of("template-1").of(3, 1))).isEqualTo(new Intent.Unclear());
        assertThat(ofDeployment(divided("template-1", 2, 9, 6))).isEqualTo(new Intent.Unclear());
        assertThat(ofDeployment(divided("template-0", 3, 9, 6))).isEqualTo(new Intent.Unclear());
    }

    @Test
    void wantsNoCopyWhereItIsNotSelected() {
        assertThat(of(selecting("west"), null))
                .isEqualTo(new Intent.Absent(new DeletionProof.PlacementChanged("template-1", EAST)));
    }

    @Test
    void decidesNothingBeforeTheFinalizersStand() {
        assertThat(of("", null)).isEqualTo(new Intent.Unclear());
        assertThat(of("'finalizers':['orphan']", null)).isEqualTo(new Intent.Unclear());
    }

    @Test
    void decidesNothingByASelectorThatIsNotValid() {
        assertThat(of(annotated("federation.alpha.kubernetes.io/cluster-selector", "region=eu"), null))
                .isEqualTo(new Intent.Unclear());
    }

    @Test
    void decidesNothingByASelectorThatIsNotValidInAPausedTemplateEither() {
        assertThat(of(
                        GUARDED + ",'annotations':{'federation.alpha.kubernetes.io/cluster-selector':'region=eu',"
                                + "'federation.kubefed.io/paused':'true'}",
                        null))
                .isEqualTo(new Intent.Unclear());
    }

    @Test
    void pausesIfTheUserSaysSo() {
        assertThat(of(annotated("federation.kubefed.io/paused", "true"), null)).isEqualTo(new Intent.Paused());
        assertThat(of(annotated("federation.kubefed.io/paused", "false"), null)).isInstanceOf(Intent.Present.class);
    }

    @Test
    void followsTheLatchOfADeletedTemplate() {
        Propagation record = Propagation.of("template-1");

        assertThat(of(DELETED, null)).isEqualTo(new Intent.Unclear());
        assertThat(of(DELETED, record)).isEqualTo(new Intent.Unclear());
        assertThat(of(DELETED, record.latched(Latch.ORPHAN))).isEqualTo(new Intent.Released());
        assertThat(of(DELETED, record.latched(Latch.CASCADE)))
                .isEqualTo(new Intent.Absent(new DeletionProof.TemplateDeleted("template-1")));
    }

    @Test
    void doesNotFollowTheLatchOfAnotherTemplateOfTheName() {
        assertThat(of(DELETED, Propagation.of("template-0").latched(Latch.CASCADE)))
                .isEqualTo(new Intent.Unclear());
    }

    @Test
    void deletesAPausedTemplateAllTheSame() {
        assertThat(of(
                        DELETED + ",'annotations':{'federation.kubefed.io/paused':'true'}",
                        Propagation.of("template-1").latched(Latch.CASCADE)))
                .isInstanceOf(Intent.Absent.class);
    }

    @Test
    void honoursTombstonesOfATemplateThatIsGoneAndNothingElse() {
        Propagation cascade = Propagation.of("template-1").latched(Latch.CASCADE);

        for (State state : State.values()) {
            MemberRecord member = new MemberRecord(EAST, "east-uid", state, "copy-1", "", 0, "", "", NOW);
            Intent expected = state == State.TOMBSTONE
                    ? new Intent.Absent(new DeletionProof.TemplateDeleted("template-1"))
                    : new Intent.Released();
            assertThat(Intents.ofGone(cascade, member)).isEqualTo(expected);
            assertThat(Intents.ofGone(Propagation.of("template-1").latched(Latch.ORPHAN), member))
                    .isEqualTo(new Intent.Released());
            assertThat(Intents.ofGone(Propagation.of("template-1"), member)).isEqualTo(new Intent.Released());
        }
        assertThat(Intents.ofGone(cascade, null)).isEqualTo(new Intent.Released());
    }

    @Test
    void wantsNoCopyInAMemberThatLeavesButLeavesWhatWasOrphaned() {
        Member leaving = new Member(EAST, "east-uid", MEMBER.labels(), MEMBER.health(), MEMBER.client(), true, "");
        Intent gone = new Intent.Absent(new DeletionProof.MemberLeaves(EAST));

        for (String metadata : List.of(GUARDED, annotated("federation.kubefed.io/paused", "true"), selecting("x y"))) {
            assertThat(Intents.of(template(metadata, ""), null, leaving, () -> DESIRED))
                    .isEqualTo(gone);
        }
        Propagation orphaned = Propagation.of("template-1").latched(Latch.ORPHAN);
        assertThat(Intents.of(template(DELETED, ""), orphaned, leaving, () -> DESIRED))
                .isEqualTo(new Intent.Released());
    }

    @Test
    void decidesNothingByASwitchThatIsNotUnderstood() {
        for (String name : List.of("adopt", "paused", "deletion-policy")) {
            String metadata = annotated("federation.kubefed.io/" + name, "yes");
            assertThat(of(metadata, null)).isEqualTo(new Intent.Unclear());
            assertThat(template(metadata, "").misunderstood())
                    .hasValueSatisfying(words -> assertThat(words)
                            .startsWith("annotation federation.kubefed.io/" + name + " is \"yes\"; write \""));
        }
        assertThat(template(annotated("federation.kubefed.io/paused", "true"), "")
                        .misunderstood())
                .isEmpty();
        assertThat(template(GUARDED, "").misunderstood()).isEmpty();
    }
}
