package io.kubefed.sync.cluster;

import static io.kubefed.sync.Fixtures.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.LiveMembers;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.informer.Informer;
import io.kubefed.informers.informer.InformerSpec;
import io.kubefed.informers.store.Projection;
import io.kubefed.sync.ToyCluster;
import io.kubefed.sync.ownership.Marks;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.test.scheduler.VirtualTimeScheduler;

class ClusterLoopTest {

    private static final ResourceType SECRETS = new ResourceType("", "v1", "secrets", "Secret", true);
    private static final ResourceType NODES = new ResourceType("", "v1", "nodes", "Node", false);
    private static final ObjectKey KEY = ObjectKey.clusterScoped("east");

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ToyCluster api = new ToyCluster("federation API");
    private final ToyConnector connector = new ToyConnector();
    private final LiveMembers members = new LiveMembers();
    private final KeyTable keys = new KeyTable();
    private Leftovers.Count left = new Leftovers.Count(0, true);
    private Duration secretsTake = Duration.ZERO;
    private final ClusterLoop loop = new ClusterLoop(
            informer(InformerSpec.of(ClusterCodec.CLUSTER, Projection.whole()), api),
            informer(
                    InformerSpec.of(SECRETS, Projection.whole()).in("fed"),
                    new SlowClient(api, () -> secretsTake, time)),
            "fed",
            api,
            "fcp:0b1c2d3e",
            connector,
            () -> List.of(InetAddress.getLoopbackAddress()),
            members,
            name -> left,
            ClusterSettings.STANDARD,
            time,
            new Random(1));
    private Disposable run = Disposables.disposed();

    @AfterEach
    void stop() {
        run.dispose();
    }

    private Informer informer(InformerSpec spec, ClusterClient client) {
        return Informer.of(spec, client, keys, time, new Random(1));
    }

    private void start() {
        run = loop.run().subscribe();
        seconds(1);
    }

    private void seconds(long seconds) {
        time.advanceTimeBy(Duration.ofSeconds(seconds));
    }

    private void join(String address, String spec) {
        api.put(
                ClusterCodec.CLUSTER,
                "{'metadata':{'name':'east','uid':'uid-east'},'spec':{'serverAddressByClientCIDRs':[{'clientCIDR':"
                        + "'0.0.0.0/0','serverAddress':'" + address + "'}]" + spec + "}}");
    }

    private void secret(String token) {
        String encoded = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
        api.put(SECRETS, "{'metadata':{'name':'creds','namespace':'fed'},'data':{'token':'" + encoded + "'}}");
    }

    private Member member() {
        return members.find(EAST).orElseThrow();
    }

    private ToyCluster at(String address) {
        return connector.clusters.computeIfAbsent(address, ToyCluster::new);
    }

    private long probes(String address) {
        return at(address).requests.stream()
                .filter(request -> request.path().equals("/healthz"))
                .count();
    }

    private KubeObject cluster() {
        return Objects.requireNonNull(api.object(ClusterCodec.CLUSTER, KEY));
    }

    private String condition(int index, String field) {
        return cluster().json().at("/status/conditions/" + index + "/" + field).asText();
    }

    private long writes() {
        return api.requests.stream()
                .filter(request -> request.method() == Method.PATCH)
                .count();
    }

    @Test
    void cordonsAMemberAsItsClusterSays() {
        join("https://east", "");
        start();
        assertThat(member().cordoned()).isFalse();
        assertThat(member().probed()).isTrue();

        join("https://east", ",'unschedulable':true");
        seconds(1);
        assertThat(member().cordoned()).isTrue();
        assertThat(member().ready()).isTrue();
    }

    @Test
    void engagesAMemberAndShowsThatItIsReady() {
        join("https://east", "");
        start();

        assertThat(member().ready()).isTrue();
        assertThat(member().uid()).isEqualTo("uid-east");
        assertThat(members.complete()).isTrue();
        assertThat(condition(0, "type") + condition(0, "status")).isEqualTo("ReadyTrue");
        assertThat(condition(1, "type") + condition(1, "status")).isEqualTo("OfflineFalse");
    }

    @Test
    void isCompleteWithoutAnyCluster() {
        start();

        assertThat(members.complete()).isTrue();
        assertThat(members.all()).isEmpty();
    }

    @Test
    void probesOncePerPeriodAndWritesOnlyWhatChanged() {
        join("https://east", "");
        start();
        assertThat(probes("https://east")).isEqualTo(1);
        assertThat(writes()).isEqualTo(1);

        seconds(40 * 10);

        assertThat(probes("https://east")).isEqualTo(11);
        assertThat(writes()).isEqualTo(1);
    }

    @Test
    void readsZonesAndRegionFromItsNodes() {
        at("https://east")
                .put(
                        NODES,
                        "{'metadata':{'name':'n1','labels':{'topology.kubernetes.io/zone':'b',"
                                + "'topology.kubernetes.io/region':'eu'}}}");
        at("https://east")
                .put(NODES, "{'metadata':{'name':'n2','labels':{'failure-domain.beta.kubernetes.io/zone':'a'}}}");
        join("https://east", "");
        start();

        assertThat(cluster().json().at("/status/zones").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(cluster().json().at("/status/region").asText()).isEqualTo("eu");
        assertThat(at("https://east").requests.stream()
                        .filter(request -> request.path().endsWith("/nodes")))
                .hasSize(1);
    }

    @Test
    void keepsZonesAndRegionIfItsNodesCannotBeRead() {
        at("https://east")
                .fail(request -> request.path().endsWith("/nodes"), ToyCluster.refusal(403, "Forbidden", "no"));
        api.put(
                ClusterCodec.CLUSTER,
                "{'metadata':{'name':'east'},'spec':{'serverAddressByClientCIDRs':[{'serverAddress':'https://east'}]},"
                        + "'status':{'zones':['a'],'region':'eu'}}");
        start();
        seconds(200);

        assertThat(cluster().json().at("/status/zones").toString()).isEqualTo("[\"a\"]");
        assertThat(cluster().json().at("/status/region").asText()).isEqualTo("eu");
    }

    @Test
    void waitsForASecretThatIsMissingAndJoinsWhenItAppears() {
        join("https://east", ",'secretRef':{'name':'creds'}");
        start();
        assertThat(member().health()).isEqualTo(Health.NOT_READY);
        assertThat(members.complete()).isTrue();
        assertThat(condition(0, "reason")).isEqualTo("ClusterNotUsable");
        assertThat(condition(0, "message")).contains("Secret fed/creds").contains("create it");
        assertThat(connector.tokens).isEmpty();

        secret("t1");
        seconds(1);

        assertThat(member().ready()).isTrue();
        assertThat(connector.tokens).containsExactly("t1");
        assertThat(condition(0, "status")).isEqualTo("True");
    }

    @Test
    void engagesAnewWithNewCredentials() {
        secret("t1");
        join("https://east", ",'secretRef':{'name':'creds'}");
        start();
        ClusterClient before = member().client();

        secret("t2");
        seconds(1);

        assertThat(connector.tokens).containsExactly("t1", "t2");
        assertThat(member().client()).isNotSameAs(before);
        assertThat(connector.closed).containsExactly(before);
        assertThat(writes()).isEqualTo(1);
    }

    @Test
    void doesNotCallAMemberUnusableWhileItsSecretsAreStillBeingRead() {
        secretsTake = Duration.ofSeconds(5);
        secret("t1");
        join("https://east", ",'secretRef':{'name':'creds'}");
        start();
        assertThat(members.complete()).isFalse();

        seconds(5);
        assertThat(writes()).isEqualTo(1);
        assertThat(condition(0, "status")).isEqualTo("True");
        assertThat(members.complete()).isTrue();
    }

    @Test
    void saysWhySecretsCannotBeRead() {
        api.fail(request -> request.path().endsWith("/secrets"), ToyCluster.refusal(403, "Forbidden", "no secrets"));
        join("https://east", ",'secretRef':{'name':'creds'}");
        start();

        assertThat(member().health()).isEqualTo(Health.NOT_READY);
        assertThat(condition(0, "reason")).isEqualTo("ClusterNotUsable");
        assertThat(condition(0, "message")).contains("no secrets");
        assertThat(members.complete()).isTrue();
    }

    @Test
    void engagesAnewAtAnotherAddress() {
        join("https://east", "");
        start();
        ClusterClient before = member().client();

        join("https://moved", "");
        seconds(1);

        assertThat(member().client()).isSameAs(at("https://moved"));
        assertThat(connector.closed).containsExactly(before);
        assertThat(probes("https://moved")).isEqualTo(1);
    }

    @Test
    void updatesLabelsWithoutAnotherClientOrProbe() {
        join("https://east", "");
        start();
        ClusterClient before = member().client();
        KubeObject labelled = cluster().copy();
        labelled.json().withObjectProperty("metadata").putObject("labels").put("tier", "gold");
        api.put(ClusterCodec.CLUSTER, labelled.json().toString());
        seconds(1);

        assertThat(member().labels()).containsEntry("tier", "gold");
        assertThat(member().client()).isSameAs(before);
        assertThat(probes("https://east")).isEqualTo(1);
    }

    @Test
    void takesAMemberOutAfterThreeFailuresAndBringsItBackAfterTwoSuccesses() {
        join("https://east", "");
        start();
        at("https://east").fail(request -> true, ToyCluster.refusal(0, "", "connection refused"));
        seconds(40);
        assertThat(member().ready()).as("after one failure").isTrue();

        seconds(10);
        assertThat(member().health()).isEqualTo(Health.OFFLINE);
        assertThat(condition(0, "status")).isEqualTo("False");
        assertThat(condition(0, "message")).isEqualTo("connection refused");
        assertThat(condition(1, "status")).isEqualTo("True");
        assertThat(writes()).isEqualTo(2);

        at("https://east").heal();
        seconds(40);
        assertThat(member().health()).isEqualTo(Health.OFFLINE);
        seconds(5);
        assertThat(member().ready()).isTrue();
        assertThat(writes()).isEqualTo(3);
    }

    @Test
    void tellsAMemberThatIsUnwellFromOneThatIsAway() {
        at("https://east").health = "shutting down";
        join("https://east", "");
        start();

        assertThat(member().health()).isEqualTo(Health.NOT_READY);
        assertThat(condition(0, "message")).contains("shutting down");
        assertThat(condition(1, "status")).isEqualTo("False");
    }

    @Test
    void acceptsALineEndBehindOk() {
        at("https://east").health = "OK\n";
        join("https://east", "");
        start();

        assertThat(member().ready()).isTrue();
    }

    @Test
    void forgetsAMemberThatLeft() {
        join("https://east", "");
        start();
        ClusterClient before = member().client();

        api.remove(ClusterCodec.CLUSTER, KEY);
        seconds(1);

        assertThat(members.all()).isEmpty();
        assertThat(connector.closed).containsExactly(before);
    }

    private void annotate(String onUnjoin, boolean deleting) {
        KubeObject changed = cluster().copy();
        var metadata = changed.json().withObjectProperty("metadata");
        metadata.remove("annotations");
        if (!onUnjoin.isEmpty()) {
            metadata.putObject("annotations").put(Marks.ON_UNJOIN_ANNOTATION, onUnjoin);
        }
        if (deleting) {
            metadata.put("deletionTimestamp", "2020-01-01T00:00:00Z");
        }
        api.put(ClusterCodec.CLUSTER, changed.json().toString());
        seconds(1);
    }

    @Test
    void holdsAClusterAsLongAsItsAnnotationAsksForThat() {
        join("https://east", "");
        start();

        annotate("delete", false);
        assertThat(cluster().finalizers()).containsExactly(Marks.CLUSTER_FINALIZER);
        assertThat(member().leaving()).isFalse();

        annotate("", false);
        assertThat(cluster().finalizers()).isEmpty();
        long before = writes();
        seconds(400);
        assertThat(writes()).isEqualTo(before);
    }

    @Test
    void letsAClusterGoWhenItsCopiesAreGone() {
        join("https://east", "");
        start();
        annotate("delete", false);
        left = new Leftovers.Count(2, false);

        annotate("delete", true);
        assertThat(member().leaving()).isTrue();
        assertThat(condition(2, "type") + condition(2, "status")).isEqualTo("UnjoinedFalse");
        assertThat(condition(2, "message"))
                .startsWith("2 copies are left")
                .contains(Marks.CLUSTER_FINALIZER)
                .contains(Marks.ON_UNJOIN_ANNOTATION);

        left = new Leftovers.Count(0, false);
        seconds(10);
        assertThat(condition(2, "message")).startsWith("making sure");

        left = new Leftovers.Count(0, true);
        seconds(3);
        assertThat(api.object(ClusterCodec.CLUSTER, KEY)).isNull();
        assertThat(members.all()).isEmpty();
    }

    @Test
    void saysWhatADepartureWaitsForAndLetsItGoWithTheAnnotation() {
        join("https://east", "");
        start();
        annotate("delete", false);
        left = new Leftovers.Count(1, false);
        at("https://east").fail(request -> true, ToyCluster.refusal(0, "", "no route"));
        seconds(60);

        annotate("delete", true);
        seconds(3);
        assertThat(condition(2, "reason")).isEqualTo("MemberNotReady");
        assertThat(condition(2, "message")).startsWith("member is offline; 1 copy is known to be in it");
        long before = writes();
        seconds(600);
        assertThat(writes()).as("says it once").isEqualTo(before);

        annotate("", true);
        assertThat(api.object(ClusterCodec.CLUSTER, KEY)).isNull();
    }

    @Test
    void holdsAnUnusableMemberTooAndSaysWhy() {
        join("https://east", ",'secretRef':{'name':'creds'}");
        start();
        annotate("delete", false);
        left = new Leftovers.Count(3, false);

        annotate("delete", true);
        seconds(600);

        assertThat(member().leaving()).isTrue();
        assertThat(condition(0, "reason")).isEqualTo("ClusterNotUsable");
        assertThat(condition(2, "message")).startsWith("member is not ready; 3 copies are known to be in it");
    }

    @Test
    void saysThatAnAnnotationIsNotUnderstoodUntilItIs() {
        join("https://east", "");
        start();

        annotate("Delete", false);
        assertThat(condition(2, "reason")).isEqualTo("InvalidAnnotation");
        assertThat(condition(2, "message")).contains("\"Delete\"").contains("write \"delete\"");
        assertThat(cluster().finalizers()).isEmpty();

        annotate("orphan", false);
        assertThat(cluster().json().at("/status/conditions")).hasSize(2);
    }

    @Test
    void saysWhatIsWrongWithTheAddressesOfACluster() {
        api.put(
                ClusterCodec.CLUSTER,
                "{'metadata':{'name':'east'},'spec':{'serverAddressByClientCIDRs':[{'clientCIDR':'10.0.0/8'}]}}");
        start();

        assertThat(member().health()).isEqualTo(Health.NOT_READY);
        assertThat(condition(0, "message")).contains("\"10.0.0/8\"");
    }

    @Test
    void isNotHeldUpByAMemberThatDoesNotAnswer() {
        at("https://west").fail(request -> true, ToyCluster.refusal(0, "", "no route"));
        api.put(
                ClusterCodec.CLUSTER,
                "{'metadata':{'name':'west'},'spec':{'serverAddressByClientCIDRs':[{'serverAddress':'https://west'}]}}");
        join("https://east", "");
        start();

        assertThat(member().ready()).isTrue();
        assertThat(members.find(new ClusterName("west")).orElseThrow().health()).isEqualTo(Health.OFFLINE);
    }

    @Test
    void writesStatusAgainIfTheFirstWriteFailed() {
        join("https://east", "");
        api.fail(
                request -> request.method() == ApiRequest.Method.PATCH,
                ToyCluster.refusal(503, "ServiceUnavailable", "later"));
        start();
        api.heal();
        seconds(45);

        assertThat(condition(0, "status")).isEqualTo("True");
    }

    @Test
    void closesEveryConnectionAtItsEnd() {
        join("https://east", "");
        start();
        ClusterClient client = member().client();
        run.dispose();

        assertThat(connector.closed).containsExactly(client);
    }
}
