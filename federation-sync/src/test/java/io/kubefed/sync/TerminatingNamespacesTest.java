package io.kubefed.sync;

import static io.kubefed.sync.Fixtures.CONFIG_MAPS;
import static io.kubefed.sync.Fixtures.DEPLOYMENTS;
import static io.kubefed.sync.Fixtures.FEDERATION;
import static io.kubefed.sync.Fixtures.NAMESPACES;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.membership.LiveMembers;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.sync.record.RecordCodec;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class TerminatingNamespacesTest {

    private static final ObjectKey WEB = ObjectKey.clusterScoped("web");

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ToyCluster api = new ToyCluster("federation API");
    private Disposable run = Disposables.disposed();

    @BeforeEach
    void start() {
        api.served.addAll(List.of(NAMESPACES, CONFIG_MAPS, DEPLOYMENTS, RecordCodec.PROPAGATION));
        LiveMembers members = new LiveMembers();
        members.markComplete();
        Surroundings surroundings = Surroundings.unmeasured(
                api, FEDERATION, StandardAdapters.all(), SyncOptions.STANDARD, time, new Random(1));
        run = new SyncEngine(surroundings, members)
                .run(() -> Mono.just(
                        List.of(new TypeCatalog.Served(NAMESPACES, false), new TypeCatalog.Served(CONFIG_MAPS, false))))
                .subscribe();
        seconds(1);
    }

    @AfterEach
    void stop() {
        run.dispose();
    }

    private void seconds(long seconds) {
        time.advanceTimeBy(Duration.ofSeconds(seconds));
    }

    private void deleted(String name, String status) {
        api.put(
                NAMESPACES,
                "{'metadata':{'name':'" + name + "','deletionTimestamp':'2020-01-01T00:00:00Z'},"
                        + "'spec':{'finalizers':['kubernetes']},'status':{" + status + "}}");
    }

    private void content() {
        api.put(DEPLOYMENTS, "{'metadata':{'name':'shop','namespace':'web'}}");
        api.put(DEPLOYMENTS, "{'metadata':{'name':'shop','namespace':'other'}}");
        api.put(RecordCodec.PROPAGATION, "{'metadata':{'name':'odd','namespace':'web'}}");
    }

    private boolean exists() {
        return api.object(NAMESPACES, WEB) != null;
    }

    private long deletes() {
        return api.methods().stream().filter(Method.DELETE::equals).count();
    }

    @Test
    void emptiesANamespaceThatNobodyElseEmptiesAndLetsItGo() {
        content();
        deleted("web", "'phase':'Terminating'");
        seconds(29);
        assertThat(deletes()).isZero();

        seconds(30);
        assertThat(api.object(DEPLOYMENTS, new ObjectKey("web", "shop"))).isNull();
        assertThat(api.object(RecordCodec.PROPAGATION, new ObjectKey("web", "odd")))
                .isNull();
        assertThat(api.object(DEPLOYMENTS, new ObjectKey("other", "shop"))).isNotNull();
        assertThat(exists()).isFalse();

        api.requests.clear();
        seconds(600);
        assertThat(api.requests).isEmpty();
    }

    @Test
    void leavesANamespaceToItsControllerOnceThatSaysSomething() {
        content();
        deleted("web", "");
        seconds(10);
        deleted("web", "'conditions':[{'type':'NamespaceContentRemaining','status':'True'}]");
        seconds(600);

        assertThat(deletes()).isZero();
        assertThat(exists()).isTrue();
    }

    @Test
    void keepsTheFinalizerWhileNotEveryTypeCanBeRead() {
        api.stale.add(DEPLOYMENTS);
        content();
        deleted("web", "");
        seconds(120);
        assertThat(deletes()).isZero();
        assertThat(exists()).isTrue();

        api.stale.clear();
        seconds(600);
        assertThat(exists()).isFalse();
    }

    @Test
    void waitsForWhatHasFinalizersOfItsOwn() {
        api.fail(
                request -> request.method() == Method.DELETE,
                ToyCluster.refusal(404, "NotFound", "accepted, but it stays"));
        content();
        deleted("web", "");
        seconds(120);
        assertThat(exists()).isTrue();

        api.heal();
        seconds(600);
        assertThat(exists()).isFalse();
    }

    @Test
    void neverTouchesWhatIsNotDeletedNorTheFederationsOwn() {
        content();
        api.put(NAMESPACES, "{'metadata':{'name':'web'},'spec':{'finalizers':['kubernetes']}}");
        deleted("federation-system", "");
        deleted("kube-system", "");
        seconds(600);

        assertThat(deletes()).isZero();
        assertThat(api.methods()).doesNotContain(Method.PUT);
    }
}
