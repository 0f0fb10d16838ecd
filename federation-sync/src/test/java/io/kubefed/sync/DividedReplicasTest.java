package io.kubefed.sync;

import static io.kubefed.sync.Fixtures.DEPLOYMENTS;
import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.FEDERATION;
import static io.kubefed.sync.Fixtures.GUARDED;
import static io.kubefed.sync.Fixtures.WEST;
import static io.kubefed.sync.Fixtures.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.LiveMembers;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.RecordCodec;
import io.kubefed.sync.record.Split;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The replicas of one Deployment over two members, or three. */
class DividedReplicasTest {

    private static final TemplateKey SHOP = new TemplateKey(DEPLOYMENTS, new ObjectKey("web", "shop"));
    private static final ResourceType PODS = new ResourceType("", "v1", "pods", "Pod", true);
    private static final ClusterName NORTH = new ClusterName("north");
    private static final String TWO_TO_ONE = "{\\'clusters\\':{\\'east\\':{\\'weight\\':2},\\'*\\':{\\'weight\\':1}}}";

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ToyCluster api = new ToyCluster("federation API");
    private final ToyCluster east = new ToyCluster("member east");
    private final ToyCluster west = new ToyCluster("member west");
    private final ToyCluster north = new ToyCluster("member north");
    private final LiveMembers members = new LiveMembers();
    private SyncEngine engine = engine();
    private Disposable run = Disposables.disposed();
    private int generation;

    private SyncEngine engine() {
        return new SyncEngine(
                Surroundings.unmeasured(
                        api, FEDERATION, StandardAdapters.all(), SyncOptions.STANDARD, time, new Random(1)),
                members);
    }

    @BeforeEach
    void start() {
        members.put(member(EAST, east));
        members.put(member(WEST, west));
        members.markComplete();
        run();
    }

    private void run() {
        run = engine.run(() -> Mono.just(List.of(new TypeCatalog.Served(DEPLOYMENTS, false))))
                .subscribe();
        seconds(2);
    }

    @AfterEach
    void stop() {
        run.dispose();
    }

    private void restart() {
        run.dispose();
        engine = engine();
        run();
        seconds(60);
    }

    private void seconds(long seconds) {
        time.advanceTimeBy(Duration.ofSeconds(seconds));
    }

    /** Applies the template, whose preferences are as given, with {@code \'} for quotes; empty for none. */
    private void template(int replicas, String preferences, String metadata) {
        generation++;
        String quoted = preferences.replace("\\'", "\\\"");
        String annotation = preferences.isEmpty()
                ? ""
                : "'annotations':{'federation.kubernetes.io/deployment-preferences':'" + quoted + "'},";
        api.put(
                DEPLOYMENTS,
                "{'metadata':{'name':'shop','namespace':'web','uid':'template-1','generation':" + generation + ","
                        + annotation + metadata + GUARDED + "},'spec':{'replicas':" + replicas + ",'paused':false}}");
        seconds(5);
    }

    private void template(int replicas, String preferences) {
        template(replicas, preferences, "");
    }

    private static int replicas(ToyCluster member) {
        @Nullable KubeObject copy = member.object(DEPLOYMENTS, SHOP.key());
        return copy == null ? -1 : copy.json().at("/spec/replicas").asInt(-2);
    }

    private List<Integer> spread() {
        return List.of(replicas(east), replicas(west));
    }

    private Propagation record() {
        return Objects.requireNonNull(engine.ledger().find(SHOP));
    }

    private Condition condition(String type) {
        return record().conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private long writes(ToyCluster cluster) {
        return cluster.requests.stream()
                .filter(request -> request.method() != ApiRequest.Method.GET)
                .count();
    }

    private void forgetRequests() {
        List.of(api, east, west, north).forEach(cluster -> cluster.requests.clear());
    }

    @Test
    void dividesEvenlyWithoutPreferences() {
        template(6, "");

        assertThat(spread()).containsExactly(3, 3);
        assertThat(condition("Placed").status()).isEqualTo(Condition.Status.TRUE);
        assertThat(condition("Propagated").status()).isEqualTo(Condition.Status.TRUE);
    }

    @Test
    void dividesByWeight() {
        template(9, TWO_TO_ONE);

        assertThat(spread()).containsExactly(6, 3);
    }

    @Test
    void costsOneRequestPerMemberThatChanges() {
        template(9, TWO_TO_ONE);
        forgetRequests();

        template(12, TWO_TO_ONE);
        seconds(60);

        assertThat(spread()).containsExactly(8, 4);
        assertThat(writes(east)).isEqualTo(1);
        assertThat(writes(west)).isEqualTo(1);

        forgetRequests();
        template(13, TWO_TO_ONE);
        seconds(60);

        assertThat(spread()).containsExactly(9, 4);
        assertThat(writes(east)).isEqualTo(1);
        assertThat(writes(west)).isZero();
        assertThat(engine.isIdle()).isTrue();
    }

    @Test
    void movesNothingForNewPreferencesWithoutRebalance() {
        template(9, TWO_TO_ONE);

        template(9, TWO_TO_ONE.replace("2", "1"));
        assertThat(spread()).containsExactly(6, 3);

        template(9, TWO_TO_ONE.replace("2", "1").replaceFirst("\\{", "{\\\\'rebalance\\\\':true,"));
        assertThat(spread()).containsExactly(4, 5);
    }

    @Test
    void writesNothingAfterARestart() {
        template(9, TWO_TO_ONE);
        template(9, TWO_TO_ONE.replace("2", "1"));
        forgetRequests();

        restart();

        assertThat(List.of(writes(api), writes(east), writes(west))).containsExactly(0L, 0L, 0L);
        assertThat(spread()).containsExactly(6, 3);
    }

    @Test
    void movesNothingButTheRestWhenAMemberJoins() {
        template(8, "");

        members.put(member(NORTH, north));
        seconds(5);
        assertThat(List.of(replicas(east), replicas(west), replicas(north))).containsExactly(4, 4, -1);

        template(10, "");
        assertThat(List.of(replicas(east), replicas(west), replicas(north))).containsExactly(4, 4, 2);
    }

    @Test
    void movesTheReplicasOfAMemberThatIsNotSelectedAnyMore() {
        String selector = "'annotations':{'federation.alpha.kubernetes.io/cluster-selector':"
                + "'[{\\\"key\\\":\\\"region\\\",\\\"operator\\\":\\\"in\\\",\\\"values\\\":[\\\"east\\\",\\\"west\\\"]}]'},";
        template(8, "", selector);
        assertThat(spread()).containsExactly(4, 4);

        members.put(new Member(
                WEST,
                "west-uid",
                Map.of("region", "moon"),
                Health.READY,
                member(WEST, west).client()));
        seconds(10);

        assertThat(spread()).containsExactly(8, -1);
    }

    @Test
    void leavesTheReplicasOfAMemberThatIsAwayAndGivesItNoNewOnes() {
        template(8, "");
        Member there = member(WEST, west);
        members.put(new Member(WEST, there.uid(), there.labels(), Health.OFFLINE, there.client()));
        seconds(120);
        assertThat(replicas(east)).isEqualTo(4);

        template(12, "");
        assertThat(spread()).containsExactly(8, 4);

        members.put(there);
        seconds(10);
        assertThat(spread()).containsExactly(8, 4);
    }

    /** Else whoever is probed first after a start would get everything. */
    @Test
    void givesNothingAwayBeforeEveryMemberWasProbed() {
        Member there = member(WEST, west);
        members.put(new Member(
                WEST, there.uid(), there.labels(), Health.NOT_READY, there.client(), false, "", false, false));
        template(8, "");
        assertThat(spread()).containsExactly(-1, -1);
        assertThat(condition("Propagated").status()).isEqualTo(Condition.Status.FALSE);

        members.put(there);
        seconds(5);
        assertThat(spread()).containsExactly(4, 4);

        members.put(new Member(
                WEST, there.uid(), there.labels(), Health.NOT_READY, there.client(), false, "", false, false));
        template(8, "");
        assertThat(condition("Placed").status()).isEqualTo(Condition.Status.TRUE);
        template(10, "");
        assertThat(spread()).containsExactly(4, 4);

        members.put(new Member(WEST, there.uid(), there.labels(), Health.OFFLINE, there.client()));
        seconds(5);
        assertThat(spread()).containsExactly(6, 4);
    }

    @Test
    void givesACordonedMemberNothingNew() {
        template(8, "");
        Member there = member(WEST, west);
        members.put(
                new Member(WEST, there.uid(), there.labels(), there.health(), there.client(), false, "", true, true));
        seconds(10);
        assertThat(spread()).containsExactly(4, 4);

        template(12, "");
        assertThat(spread()).containsExactly(8, 4);

        template(8, "{\\'rebalance\\':true,\\'clusters\\':{\\'*\\':{\\'weight\\':1}}}");
        assertThat(spread()).as("what is there counts, as anywhere").containsExactly(4, 4);
    }

    @Test
    void saysWhatHasNoPlace() {
        template(9, "{\\'clusters\\':{\\'*\\':{\\'weight\\':1,\\'maxReplicas\\':2}}}");

        assertThat(spread()).containsExactly(2, 2);
        assertThat(condition("Placed").reason()).isEqualTo("NoPlace");
        assertThat(condition("Placed").message())
                .isEqualTo("5 of 9 replicas have no place: east takes 2 at most, west takes 2 at most");
        assertThat(shown("problem")).isEqualTo("NoPlace");
    }

    @Test
    void saysThatMinimaDoNotFit() {
        template(3, "{\\'clusters\\':{\\'*\\':{\\'minReplicas\\':2}}}");

        assertThat(replicas(east) + replicas(west)).isEqualTo(3);
        assertThat(condition("Placed").message()).isEqualTo("minReplicas add up to 4, but there are 3 replicas");
    }

    @Test
    void movesNothingWhilePreferencesCannotBeRead() {
        template(9, TWO_TO_ONE);

        template(20, "{\\'clusters\\':{\\'*\\':{\\'wieght\\':1}}}");
        assertThat(spread()).containsExactly(6, 3);
        assertThat(condition("Propagated").reason()).isEqualTo("InvalidPreferences");
        assertThat(condition("Placed").message()).contains("wieght");

        template(12, TWO_TO_ONE);
        assertThat(spread()).containsExactly(8, 4);
        assertThat(condition("Propagated").status()).isEqualTo(Condition.Status.TRUE);
        assertThat(condition("Placed").status()).isEqualTo(Condition.Status.TRUE);
    }

    /** G-49d. */
    @Test
    void makesNoCopiesWithoutReplicasUnlessTheTemplateHasNone() {
        template(5, "{\\'clusters\\':{\\'east\\':{\\'weight\\':1}}}");
        assertThat(spread()).containsExactly(5, -1);
        assertThat(condition("Propagated").message()).isEqualTo("in 1 members");
        assertThat(record().members().keySet()).containsExactly(EAST);

        template(0, "{\\'clusters\\':{\\'east\\':{\\'weight\\':1}}}");
        assertThat(spread()).containsExactly(0, 0);

        template(5, "{\\'clusters\\':{\\'east\\':{\\'weight\\':1}}}");
        assertThat(spread()).containsExactly(5, 0);
        assertThat(condition("Propagated").status()).isEqualTo(Condition.Status.TRUE);
    }

    @Test
    void holdsEverythingWhilePaused() {
        template(9, TWO_TO_ONE);
        generation++;
        api.put(
                DEPLOYMENTS,
                "{'metadata':{'name':'shop','namespace':'web','uid':'template-1','generation':" + generation
                        + ",'annotations':{'federation.kubefed.io/paused':'true'}," + GUARDED
                        + "},'spec':{'replicas':3,'paused':false}}");
        seconds(10);
        assertThat(spread()).containsExactly(6, 3);

        template(9, "");
        assertThat(spread()).as("what was there is what holds").containsExactly(6, 3);
    }

    @Test
    void showsWantedAndReadyReplicasPerMember() {
        template(9, TWO_TO_ONE);
        KubeObject copy = Objects.requireNonNull(east.object(DEPLOYMENTS, SHOP.key()));
        copy.json().putObject("status").put("replicas", 6).put("readyReplicas", 5);
        east.put(DEPLOYMENTS, copy.json().toString());
        seconds(5);

        assertThat(Objects.requireNonNull(record().split()).at(EAST)).isEqualTo(new Split.Count(6, 5));
        assertThat(shown("replicas/summary")).isEqualTo("5/9");
        assertThat(shown("replicas/spread")).isEqualTo("east 5/6, west 0/3");
    }

    @Test
    void findsOutWhatRunsInCopiesThatItHasNoRecordOf() {
        template(9, TWO_TO_ONE);
        for (ToyCluster member : List.of(east, west)) {
            KubeObject copy = Objects.requireNonNull(member.object(DEPLOYMENTS, SHOP.key()));
            copy.json().putObject("status").put("replicas", replicas(member));
            member.put(DEPLOYMENTS, copy.json().toString());
        }
        seconds(5);
        run.dispose();
        api.remove(RecordCodec.PROPAGATION, RecordCodec.recordKey(SHOP));
        restart();
        assertThat(spread()).containsExactly(6, 3);

        template(9, "");
        assertThat(spread()).containsExactly(6, 3);
    }

    /** Shows replicas and ready replicas in a copy, as the member's controllers would. */
    private static void run(ToyCluster member, int replicas, int ready) {
        KubeObject copy =
                Objects.requireNonNull(member.object(DEPLOYMENTS, SHOP.key())).copy();
        copy.json().putObject("status").put("replicas", replicas).put("readyReplicas", ready);
        member.put(DEPLOYMENTS, copy.json().toString());
    }

    private void pod(ToyCluster member, String name, String reason) {
        String since = java.time.Instant.ofEpochMilli(time.now(java.util.concurrent.TimeUnit.MILLISECONDS))
                .toString();
        member.put(
                PODS,
                "{'metadata':{'name':'" + name + "','namespace':'web'},'status':{'phase':'Pending','conditions':"
                        + "[{'type':'PodScheduled','status':'False','reason':'" + reason + "','lastTransitionTime':'"
                        + since + "'}]}}");
    }

    private static long looks(ToyCluster member) {
        return member.requests.stream()
                .filter(request -> request.path().endsWith("/pods"))
                .count();
    }

    @Test
    void looksAtNoPodsWhereThereIsNoCopy() {
        west.fail(request -> request.path().endsWith("/shop"), ToyCluster.refusal(403, "Forbidden", "no"));
        template(8, "");
        run(east, 4, 4);
        seconds(300);
        assertThat(looks(west)).isZero();
    }

    /** U-FT-01: pods are looked at only where replicas are missing, and count after a minute without a place. */
    @Test
    void goesElsewhereWithWhatFindsNoPlace() {
        template(8, "");
        run(east, 4, 2);
        run(west, 4, 4);
        pod(east, "one", "Unschedulable");
        pod(east, "two", "Unschedulable");
        seconds(50);
        assertThat(spread()).containsExactly(4, 4);

        seconds(30);
        assertThat(spread()).containsExactly(2, 6);
        assertThat(Objects.requireNonNull(record().split()).at(EAST)).isEqualTo(new Split.Count(2, 0, 2));
        assertThat(looks(west)).isZero();
        assertThat(condition("Placed").status()).isEqualTo(Condition.Status.TRUE);

        east.remove(PODS, new ObjectKey("web", "one"));
        east.remove(PODS, new ObjectKey("web", "two"));
        run(east, 2, 2);
        run(west, 6, 6);
        seconds(200);
        forgetRequests();
        seconds(300);
        assertThat(spread()).containsExactly(2, 6);
        assertThat(looks(east) + looks(west)).isZero();
        assertThat(Objects.requireNonNull(record().split()).isLimited()).isFalse();
    }

    /** v1's overflow: a member that is full keeps being asked, and gets its share when it has room. */
    @Test
    void keepsAskingAFullMemberWhenRebalancing() {
        String even = "{\\'rebalance\\':true,\\'clusters\\':{\\'*\\':{\\'weight\\':1}}}";
        template(8, even);
        run(east, 4, 3);
        run(west, 4, 4);
        pod(east, "one", "Unschedulable");
        seconds(80);
        assertThat(spread()).containsExactly(4, 5);

        restart();
        assertThat(spread()).as("what is known of a member is on record").containsExactly(4, 5);

        east.remove(PODS, new ObjectKey("web", "one"));
        run(east, 4, 4);
        run(west, 5, 5);
        seconds(200);
        assertThat(spread()).containsExactly(4, 4);
    }

    @Test
    void waitsForPodsThatAreMerelyStarting() {
        template(8, "");
        run(east, 4, 2);
        run(west, 4, 4);
        pod(east, "one", "SchedulingGated");
        seconds(200);

        assertThat(spread()).containsExactly(4, 4);
        assertThat(looks(east)).isBetween(4L, 6L);
    }

    @Test
    void takesNothingAwayForPodsBeyondThoseThatAreWanted() {
        template(8, "");
        run(east, 5, 3);
        run(west, 4, 4);
        pod(east, "surge", "Unschedulable");
        seconds(200);

        assertThat(spread()).containsExactly(4, 4);
    }

    private String shown(String path) {
        KubeObject stored = Objects.requireNonNull(api.object(RecordCodec.PROPAGATION, RecordCodec.recordKey(SHOP)));
        return stored.json().at("/" + path).asText();
    }
}
