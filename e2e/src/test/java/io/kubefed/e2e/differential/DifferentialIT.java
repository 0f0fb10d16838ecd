package io.kubefed.e2e.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.ApiServerSettings;
import io.kubefed.apiserver.http.HttpFront;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/**
 * Sends the same requests to a real kube-apiserver and to ours, and compares statuses, bodies, warnings and watch streams. What is
 * different on purpose is in {@code differences.yaml}, with the reason.
 */
@RealClusters(members = 0)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int FEWEST_REQUESTS = 1_000;

    private final LoopResources loops = LoopResources.create("differential", 1, 1, true);
    private final Scheduler timer = Schedulers.newSingle("differential-timer", true);
    private final DisposableServer front;
    private final Differences known = Differences.read();
    private final Rehearsal rehearsal;

    DifferentialIT(RealFederation federation) {
        // Nothing that a controller would do: neither server has any.
        ApiServer server = ApiServer.inMemory("ours", ApiServerSettings.DEFAULT, timer, new SplittableRandom(1));
        front = HttpFront.bind(server.handler(), "127.0.0.1", 0, loops).block(LIMIT);
        RealCluster real = federation.federationApi();
        rehearsal = new Rehearsal(
                Endpoint.secure(real.url(), real.token(), real.caPem()), Endpoint.plain(front.port()), known, "d");
    }

    @AfterAll
    void close() {
        front.disposeNow(LIMIT);
        loops.disposeLater().block(LIMIT);
        timer.dispose();
    }

    @TestFactory
    Stream<DynamicTest> answersAsTheRealServerDoes() {
        Stream<DynamicTest> scenarios = Corpus.scenarios()
                .map(scenario -> DynamicTest.dynamicTest(
                        scenario.name(),
                        () -> assertThat(rehearsal.play(scenario)).isEmpty()));
        Stream<DynamicTest> whole = Stream.of(DynamicTest.dynamicTest("the corpus as a whole", () -> {
            assertThat(rehearsal.requests()).isGreaterThanOrEqualTo(FEWEST_REQUESTS);
            assertThat(known.unused()).isEmpty();
        }));
        return Stream.concat(scenarios, whole);
    }
}
