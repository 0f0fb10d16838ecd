package io.kubefed.e2e;

import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.client.access.Kubeconfigs;
import io.kubefed.core.client.http.Transport;
import io.kubefed.core.client.http.TransportLimits;
import io.kubefed.core.membership.HealthJudge.Thresholds;
import io.kubefed.fcp.controllers.ControllerManager;
import io.kubefed.fcp.status.Metrics;
import io.kubefed.sync.SyncOptions;
import io.kubefed.sync.cluster.ClusterSettings;
import io.kubefed.sync.plan.PropagationScope;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealFederation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** The controllers in this process, over real clusters; stopped and started as a test likes. */
final class RunningFederation implements AutoCloseable {

    private static final ClusterSettings QUICK = new ClusterSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            new Thresholds(3, 2, Duration.ofSeconds(3)),
            Duration.ofMinutes(10));

    private final RealFederation real;
    private final RealCluster federationApi;
    private final LoopResources loops = LoopResources.create("e2e", 2, true);
    private final Scheduler timer = Schedulers.newParallel("e2e-timer", 2, true);
    private final Transport transport =
            new Transport(loops, Schedulers.boundedElastic(), timer, TransportLimits.DEFAULT);
    private @Nullable ControllerManager manager;
    private @Nullable Disposable running;

    RunningFederation(RealFederation real) {
        this(real, real.federationApi());
    }

    /** The controllers of one of several federations. */
    RunningFederation(RealFederation real, RealCluster federationApi) {
        this.real = real;
        this.federationApi = federationApi;
        start();
    }

    /** Makes every member one, as far as it is none. */
    void joinAll() {
        real.members().forEach(member -> Joining.join(federationApi, member));
    }

    void start() {
        ClusterAccess access = Kubeconfigs.fromFile(federationApi.kubeconfig(), null);
        var client = transport.connect("federation API", access);
        manager = new ControllerManager(
                client,
                client,
                "federation-system",
                ControllerManager.Site.of(transport, timer, new Random()),
                new SyncOptions(PropagationScope.STANDARD, false, Duration.ofSeconds(10), 32),
                QUICK,
                new Metrics(new SimpleMeterRegistry()));
        running = manager.run().subscribe(done -> {}, error -> {
            throw new IllegalStateException("controllers ended", error);
        });
    }

    /** Whether the engine has nothing under way and nothing to do. */
    boolean isIdle() {
        return manager != null && manager.isIdle();
    }

    void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public void close() {
        stop();
        timer.dispose();
        loops.dispose();
    }
}
