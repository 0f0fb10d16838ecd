package io.kubefed.sync;

import static io.kubefed.sync.Fixtures.CONFIG_MAPS;
import static io.kubefed.sync.Fixtures.DEPLOYMENTS;
import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.FEDERATION;
import static io.kubefed.sync.Fixtures.GUARDED;
import static io.kubefed.sync.Fixtures.KEY;
import static io.kubefed.sync.Fixtures.WEST;
import static io.kubefed.sync.Fixtures.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.loop.LoopMetric;
import io.kubefed.core.loop.LoopRecorder;
import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.LiveMembers;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.informer.Informers;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.RecordCodec;
import java.nio.ByteBuffer;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What an engine may not do when little is known yet, or nothing is to be done. */
class SyncEngineCalmTest {

    private static final String DELETED =
            "'deletionTimestamp':'2020-01-01T00:00:00Z','annotations':{'federation.kubefed.io/deletion-policy':'cascade'},";

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ToyCluster api = new ToyCluster("federation API");
    private final ToyCluster east = new ToyCluster("member east");
    private final ToyCluster west = new ToyCluster("member west");
    private final LiveMembers members = new LiveMembers();
    private final SyncEngine engine = new SyncEngine(
            new Surroundings(
                    api,
                    FEDERATION,
                    StandardAdapters.all(),
                    SyncOptions.STANDARD,
                    Informers.of(time, new Random(1)),
                    new KeyTable(),
                    this::recorder,
                    time,
                    new Random(1)),
            members);
    private Disposable run = Disposables.disposed();
    private int judged;

    @AfterEach
    void stop() {
        run.dispose();
    }

    /** Counts how often templates are judged, and ends an engine that does nothing else. */
    private LoopRecorder recorder(String queue) {
        return (metric, value) -> {
            if (queue.equals("template") && metric == LoopMetric.RUNS && ++judged > 10_000) {
                throw new IllegalStateException("the engine keeps itself busy");
            }
        };
    }

    private void start() {
        start(CONFIG_MAPS, east);
    }

    private void start(ResourceType type, ClusterClient eastern) {
        members.put(member(EAST, eastern));
        members.put(member(WEST, west));
        members.markComplete();
        run = engine.run(() -> Mono.just(List.of(new TypeCatalog.Served(type, false))))
                .subscribe();
        seconds(2);
    }

    private static Member away(ClusterName name, ClusterClient client) {
        return new Member(name, name + "-uid", Map.of("region", name.value()), Health.OFFLINE, client);
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

    @Test
    void doesNotKeepItselfBusyWhileADeletionWaitsForAMember() {
        start();
        template("", "1");
        seconds(5);
        members.put(away(WEST, west));
        judged = 0;
        template(DELETED, "1");
        seconds(60);
        assertThat(copy(east)).isNull();
        assertThat(judged).isLessThan(30);

        // Beyond the template a tombstone waits.
        seconds(600);
        assertThat(copy(api)).isNull();
        assertThat(copy(west)).isNotNull();
        assertThat(judged).isLessThan(100);

        members.put(member(WEST, west));
        seconds(60);
        assertThat(copy(west)).isNull();
        assertThat(engine.ledger().templates()).isEmpty();
    }

    @Test
    void leavesARefusalOnRecordWhileTheMemberIsAway() {
        east.fail(SyncEngineCalmTest::isWrite, ToyCluster.refusal(422, "Invalid", "not like this"));
        start();
        template("", "1");
        seconds(5);
        assertThat(propagated().reason()).isEqualTo("Rejected");
        api.requests.clear();

        members.put(away(EAST, east));
        seconds(30);
        members.put(member(EAST, east));
        seconds(30);

        assertThat(propagated().reason()).isEqualTo("Rejected");
        assertThat(api.requests).isEmpty();
    }

    @Test
    void doesNothingThatItCouldNotPutOnRecord() {
        start();
        template("", "1");
        seconds(5);
        engine.ledger().remove(KEY).subscribe();
        east.requests.clear();

        KubeObject drifted = Objects.requireNonNull(copy(east)).copy();
        drifted.json().withObjectProperty("metadata").putArray("managedFields");
        drifted.json().withObjectProperty("data").put("a", "someone");
        east.put(CONFIG_MAPS, drifted.json().toString());
        seconds(5);
        assertThat(east.requests).isEmpty();

        template("", "2");
        seconds(5);
        assertThat(Objects.requireNonNull(copy(east)).json().at("/data/a").asText())
                .isEqualTo("2");
    }

    @Test
    void removesTheRecordOfATemplateThatWentWhileNobodyLooked() {
        KubeObject record = RecordCodec.encode(KEY, Propagation.of("template-1"));
        record.json().withObjectProperty("metadata").put("uid", "record-1");
        api.put(RecordCodec.PROPAGATION, record.json().toString());

        start();
        seconds(60);

        assertThat(api.object(RecordCodec.PROPAGATION, RecordCodec.recordKey(KEY)))
                .isNull();
        assertThat(engine.ledger().templates()).isEmpty();
    }

    @Test
    void tellsNoStatusBeforeEveryMemberWasRead() {
        api.put(
                DEPLOYMENTS,
                "{'metadata':{'name':'shop','namespace':'web','uid':'template-1'," + GUARDED
                        + ",'generation':1},'spec':{'replicas':1},'status':{'replicas':7}}");
        start(DEPLOYMENTS, new Silent(east));
        seconds(10);
        assertThat(api.requests).noneMatch(request -> request.path().endsWith("/status"));

        // A member that says so little is not waited for.
        seconds(600);
        assertThat(api.requests).anyMatch(request -> request.path().endsWith("/status"));
    }

    /** Never answers a watch. */
    private record Silent(ClusterClient cluster) implements ClusterClient {

        @Override
        public String name() {
            return cluster.name();
        }

        @Override
        public Mono<ApiResponse> send(ApiRequest request) {
            return cluster.send(request);
        }

        @Override
        public Flux<ByteBuffer> stream(ApiRequest request) {
            return Flux.never();
        }
    }
}
