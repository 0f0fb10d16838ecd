package io.kubefed.sync;

import static io.kubefed.sync.Fixtures.CONFIG_MAPS;
import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.FEDERATION;
import static io.kubefed.sync.Fixtures.GUARDED;
import static io.kubefed.sync.Fixtures.KEY;
import static io.kubefed.sync.Fixtures.NAMESPACES;
import static io.kubefed.sync.Fixtures.WEST;
import static io.kubefed.sync.Fixtures.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.loop.LoopRecorder;
import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.LiveMembers;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.informer.Informers;
import io.kubefed.sync.cluster.Leftovers;
import io.kubefed.sync.record.RecordCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class SyncEngineTest {

    private static final String DELETED =
            "'deletionTimestamp':'2020-01-01T00:00:00Z','annotations':{'federation.kubefed.io/deletion-policy':'cascade'},";

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ToyCluster api = new ToyCluster("federation API");
    private final ToyCluster east = new ToyCluster("member east");
    private final ToyCluster west = new ToyCluster("member west");
    private final LiveMembers members = new LiveMembers();
    private List<TypeCatalog.Served> served = List.of(new TypeCatalog.Served(CONFIG_MAPS, false));
    private SyncEngine engine = engine();
    private Disposable run = Disposables.disposed();

    private SyncEngine engine() {
        return engine(SyncOptions.STANDARD);
    }

    private SyncEngine engine(SyncOptions options) {
        return new SyncEngine(
                new Surroundings(
                        api,
                        FEDERATION,
                        StandardAdapters.all(),
                        options,
                        Informers.of(time, new Random(1)),
                        new KeyTable(),
                        queue -> LoopRecorder.NONE,
                        time,
                        new Random(1)),
                members);
    }

    @AfterEach
    void stop() {
        run.dispose();
    }

    private void start() {
        members.put(member(EAST, east));
        members.put(west("v1"));
        members.markComplete();
        runEngine();
    }

    private Member west(String version) {
        return new Member(WEST, WEST + "-uid", Map.of("region", "west"), Health.READY, west, false, version);
    }

    private void runEngine() {
        run = engine.run(() -> Mono.just(served)).subscribe();
        seconds(2);
    }

    private void seconds(long seconds) {
        time.advanceTimeBy(Duration.ofSeconds(seconds));
    }

    private void template(String metadata, String data) {
        api.put(
                CONFIG_MAPS,
                "{'metadata':{'name':'shop','namespace':'web','uid':'template-1'," + metadata + GUARDED
                        + "},'data':{'a':'" + data + "'}}");
    }

    private @Nullable KubeObject copy(ToyCluster member) {
        return member.object(CONFIG_MAPS, KEY.key());
    }

    private Condition propagated() {
        return Objects.requireNonNull(engine.ledger().find(KEY)).conditions().get(0);
    }

    private static boolean isWrite(ApiRequest request) {
        return request.method() != Method.GET;
    }

    private static long writes(ToyCluster cluster) {
        return cluster.requests.stream().filter(SyncEngineTest::isWrite).count();
    }

    @Test
    void costsOneRequestPerMemberAndOneRecordPerEdit() {
        start();
        template("", "1");
        seconds(5);
        assertThat(propagated().status()).isEqualTo(Condition.Status.TRUE);

        for (ToyCluster cluster : List.of(api, east, west)) {
            cluster.requests.clear();
        }
        template("", "2");
        seconds(60);

        assertThat(Objects.requireNonNull(copy(east)).json().at("/data/a").asText())
                .isEqualTo("2");
        assertThat(east.requests).hasSize(1);
        assertThat(west.requests).hasSize(1);
        assertThat(api.requests).hasSize(1);
        assertThat(engine.isIdle()).isTrue();
    }

    private void namespaceAndContent() {
        served = List.of(new TypeCatalog.Served(CONFIG_MAPS, false), new TypeCatalog.Served(NAMESPACES, false));
        start();
        east.requests.clear();
        api.put(NAMESPACES, "{'metadata':{'name':'web','uid':'namespace-1'}}");
        template("", "1");
    }

    private static List<String> written(ToyCluster cluster) {
        return cluster.requests.stream()
                .filter(SyncEngineTest::isWrite)
                .map(ApiRequest::path)
                .toList();
    }

    @Test
    void letsTheNamespaceGoFirst() {
        namespaceAndContent();
        seconds(5);

        assertThat(written(east))
                .containsExactly(
                        NAMESPACES.objectPath(ObjectKey.clusterScoped("web")), CONFIG_MAPS.objectPath(KEY.key()));
        assertThat(propagated().status()).isEqualTo(Condition.Status.TRUE);
    }

    @Test
    void triesTheContentOfANamespaceThatMayNotBeCreated() {
        east.fail(request -> request.path().endsWith("/namespaces/web"), ToyCluster.refusal(403, "Forbidden", "no"));
        namespaceAndContent();
        seconds(5);

        assertThat(copy(east)).isNotNull();
    }

    @Test
    void triesTheContentOfANamespaceThatIsNotToComeAnyMore() {
        east.fail(
                request -> request.path().endsWith("/namespaces/web"),
                ToyCluster.refusal(429, "TooManyRequests", "slow down"));
        namespaceAndContent();
        seconds(2);
        assertThat(copy(east)).isNull();

        api.remove(NAMESPACES, ObjectKey.clusterScoped("web"));
        seconds(15);

        assertThat(copy(east)).isNotNull();
    }

    @Test
    void isNotPropagatedBeforeAnEditIsEverywhere() {
        start();
        template("", "1");
        seconds(5);
        east.fail(SyncEngineTest::isWrite, ToyCluster.refusal(429, "TooManyRequests", "slow down"));

        template("", "2");
        seconds(1);
        assertThat(propagated().status()).isEqualTo(Condition.Status.FALSE);
        assertThat(propagated().reason()).isEqualTo("InProgress");

        east.heal();
        seconds(300);
        assertThat(propagated().status()).isEqualTo(Condition.Status.TRUE);
    }

    @Test
    void deletesEveryCopyAndThenLetsTheTemplateGo() {
        start();
        template("", "1");
        seconds(5);
        template(DELETED, "1");
        seconds(60);

        assertThat(copy(east)).isNull();
        assertThat(copy(west)).isNull();
        assertThat(copy(api)).isNull();
        assertThat(api.object(RecordCodec.PROPAGATION, RecordCodec.recordKey(KEY)))
                .isNull();
        assertThat(engine.ledger().templates()).isEmpty();
    }

    @Test
    void isNotHeldUpInADeletionByAMemberThatDoesNotServeTheType() {
        west.fail(
                request -> request.path().contains("configmaps"), ToyCluster.refusal(404, "NotFound", "no such type"));
        start();
        template("", "1");
        seconds(5);
        assertThat(propagated().message()).contains("west");
        template(DELETED, "1");
        seconds(60);

        assertThat(copy(east)).isNull();
        assertThat(copy(api)).isNull();
        assertThat(writes(west)).isZero();
    }

    private static Member leaving(ToyCluster client) {
        return new Member(WEST, WEST + "-uid", Map.of("region", "west"), Health.READY, client, true, "");
    }

    @Test
    void deletesTheCopiesInAMemberThatLeavesWithThem() {
        start();
        template("", "1");
        seconds(5);
        assertThat(engine.leftovers().in(WEST)).isEqualTo(new Leftovers.Count(1, false));

        west.fail(request -> request.method() == Method.DELETE, ToyCluster.refusal(503, "ServiceUnavailable", "later"));
        members.put(leaving(west));
        seconds(5);
        assertThat(engine.leftovers().in(WEST).copies()).isEqualTo(1);

        west.heal();
        seconds(120);
        assertThat(engine.leftovers().in(WEST).nothing()).isTrue();
        assertThat(copy(west)).isNull();
        assertThat(copy(east)).isNotNull();
        assertThat(Objects.requireNonNull(engine.ledger().find(KEY)).wanted()).isEqualTo(1);
        assertThat(propagated().status()).isEqualTo(Condition.Status.TRUE);

        template("", "2");
        seconds(5);
        assertThat(copy(west)).as("nothing goes to who leaves").isNull();
    }

    @Test
    void deletesTheCopiesOfPausedTemplatesTooButNotWhatIsForeign() {
        west.put(CONFIG_MAPS, "{'metadata':{'name':'shop','namespace':'web'},'data':{'theirs':'1'}}");
        start();
        template("", "1");
        seconds(5);
        template("'annotations':{'federation.kubefed.io/paused':'true'},", "1");
        members.put(leaving(west));
        members.put(new Member(EAST, EAST + "-uid", Map.of(), Health.READY, east, true, ""));
        seconds(60);

        assertThat(copy(east)).isNull();
        assertThat(copy(west)).as("foreign").isNotNull();
        assertThat(engine.leftovers().in(WEST).nothing()).isTrue();
        assertThat(engine.leftovers().in(EAST).nothing()).isTrue();
    }

    @Test
    void restsWithAFieldThatAMemberDoesNotKnowUntilItsServerIsAnother() {
        west.fail(
                request -> isWrite(request)
                        && KubeObject.parse(Objects.requireNonNull(request.body()))
                                .json()
                                .at("/data/a")
                                .isTextual(),
                ToyCluster.refusal(500, "InternalError", "(web/shop; /v1): .data.a: field not declared in schema"));
        start();
        template("", "1");
        seconds(60);
        assertThat(Objects.requireNonNull(copy(west)).json().at("/data/a").isMissingNode())
                .isTrue();
        assertThat(propagated().status()).isEqualTo(Condition.Status.TRUE);
        assertThat(propagated().reason()).isEqualTo("FieldsLeftOut");
        assertThat(propagated().message()).contains("west").contains("without .data.a");
        assertThat(Objects.requireNonNull(api.object(RecordCodec.PROPAGATION, RecordCodec.recordKey(KEY)))
                        .json()
                        .path("problem")
                        .asText())
                .isEqualTo("west: without .data.a");

        List.of(api, east, west).forEach(cluster -> cluster.requests.clear());
        run.dispose();
        engine = engine();
        runEngine();
        seconds(300);
        assertThat(List.of(api, east, west)).as("a restart sends nothing").allMatch(cluster -> writes(cluster) == 0);

        west.heal();
        members.put(west("v2"));
        seconds(60);
        assertThat(Objects.requireNonNull(copy(west)).json().at("/data/a").asText())
                .isEqualTo("1");
        assertThat(writes(west)).isEqualTo(1);
        assertThat(propagated().reason()).isEqualTo("Applied");
    }

    @Test
    void sendsNoMoreToAMemberThanTheCapAllowsAndCountsRequestsOnly() {
        SyncOptions standard = SyncOptions.STANDARD;
        engine = engine(new SyncOptions(standard.scope(), false, standard.giveUpAfter(), 32, new RateCap(2, 3)));
        start();
        for (int i = 0; i < 20; i++) {
            api.put(
                    CONFIG_MAPS,
                    "{'metadata':{'name':'many-" + i + "','namespace':'web','uid':'t-" + i + "'," + GUARDED
                            + "},'data':{'a':'1'}}");
        }

        seconds(2);
        assertThat(writes(east)).isBetween(5L, 7L);
        assertThat(writes(west)).isBetween(5L, 7L);
        seconds(3);
        assertThat(writes(east)).isBetween(11L, 13L);
        seconds(10);
        assertThat(writes(east)).isEqualTo(20);

        run.dispose();
        engine = engine(new SyncOptions(standard.scope(), false, standard.giveUpAfter(), 32, new RateCap(2, 3)));
        runEngine();
        east.put(CONFIG_MAPS, drifted(east));
        seconds(1);
        assertThat(writes(east)).as("those that send nothing do not wait").isEqualTo(21);
    }

    private static String drifted(ToyCluster cluster) {
        KubeObject copy = Objects.requireNonNull(
                        cluster.object(CONFIG_MAPS, new io.kubefed.core.model.ObjectKey("web", "many-7")))
                .copy();
        copy.json().withObjectProperty("metadata").putArray("managedFields");
        return copy.json().toString();
    }

    @Test
    void keepsTheRecordsOfTwoTemplatesOfTheSameReadableNameApart() {
        ResourceType widgets = new ResourceType("example.com", "v1", "widgets", "Widget", true);
        ResourceType others = new ResourceType("example.com.foo", "v1", "widgets", "Widget", true);
        served = List.of(new TypeCatalog.Served(widgets, true), new TypeCatalog.Served(others, true));
        start();
        api.put(widgets, "{'metadata':{'name':'foo.x','namespace':'web','uid':'w-1'," + GUARDED + "}}");
        api.put(others, "{'metadata':{'name':'x','namespace':'web','uid':'w-2'," + GUARDED + "}}");
        seconds(5);
        assertThat(recordsOf("w-1")).hasSize(1);
        assertThat(recordsOf("w-2")).hasSize(1).doesNotContainAnyElementsOf(recordsOf("w-1"));
        List<String> before = List.of(recordsOf("w-1").get(0), recordsOf("w-2").get(0));

        List.of(api, east, west).forEach(cluster -> cluster.requests.clear());
        run.dispose();
        engine = engine();
        runEngine();
        seconds(60);

        assertThat(List.of(api, east, west)).as("a restart sends nothing").allMatch(cluster -> writes(cluster) == 0);
        assertThat(List.of(recordsOf("w-1").get(0), recordsOf("w-2").get(0))).isEqualTo(before);
    }

    private List<String> recordsOf(String templateUid) {
        return api.list(RecordCodec.PROPAGATION).stream()
                .filter(record -> record.json().at("/template/uid").asText().equals(templateUid))
                .map(KubeObject::name)
                .toList();
    }
}
