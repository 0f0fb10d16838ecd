package io.kubefed.e2e.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.access.Kubeconfigs;
import io.kubefed.core.client.http.HttpClusterClient;
import io.kubefed.core.client.http.Transport;
import io.kubefed.core.client.http.TransportLimits;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/**
 * Sends sequences of writes by several managers to a real kube-apiserver, and compares after each what it recorded in
 * {@code managedFields}, what it refused and what it stored with what {@code federation-apiserver} computes for the same step.
 */
@RealClusters(members = 0)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnershipIT {

    private static final long SEED = 20261125;
    private static final int GENERATED = 150;

    private final RealCluster cluster;
    private final LoopResources loops = LoopResources.create("ownership", 1, true);
    private final Scheduler timer = Schedulers.newSingle("ownership-timer", true);
    private final Transport transport = new Transport(loops, timer, timer, TransportLimits.DEFAULT);
    private HttpClusterClient client;
    private int objects;

    OwnershipIT(RealFederation real) {
        this.cluster = real.federationApi();
    }

    @BeforeAll
    void define() {
        cluster.kubectl().apply(Kind.WIDGETS);
        cluster.kubectl()
                .run("wait", "--for=condition=Established", "crd/widgets.ownership.example.com", "--timeout=30s");
        client = transport.connect("ownership", Kubeconfigs.fromFile(cluster.kubeconfig(), null));
    }

    @AfterAll
    void close() {
        timer.dispose();
        loops.dispose();
    }

    @TestFactory
    Stream<DynamicTest> recordsWrittenSequencesAsTheRealServerDoes() {
        return tests(Sequence.written());
    }

    @TestFactory
    Stream<DynamicTest> recordsGeneratedSequencesAsTheRealServerDoes() {
        return tests(new RandomSequences(SEED).take(GENERATED));
    }

    @Test
    void hasEnoughSequences() {
        assertThat(Sequence.written()).hasSizeGreaterThanOrEqualTo(40);
    }

    private Stream<DynamicTest> tests(List<Sequence> sequences) {
        return sequences.stream().map(sequence -> DynamicTest.dynamicTest(sequence.toString(), () -> run(sequence)));
    }

    private void run(Sequence sequence) {
        ObjectKey key = new ObjectKey("default", "ownership-" + ++objects);
        RealObject object = new RealObject(client, sequence.kind(), key);
        ObjectNode before = null;
        int number = 0;
        for (Step step : sequence.steps()) {
            Prediction prediction = new Prediction(sequence.kind(), step, before, object.body(step));
            ApiStatus refusal = object.send(step);
            ObjectNode after = object.get();
            try {
                if (refusal == null) {
                    prediction.check(after);
                } else {
                    prediction.checkRefusal(refusal);
                }
            } catch (AssertionError e) {
                throw new AssertionError(
                        "step " + number + ": " + step + "\nbefore: " + before + "\nafter: " + after + "\n"
                                + e.getMessage(),
                        e);
            }
            before = after;
            number++;
        }
    }
}
