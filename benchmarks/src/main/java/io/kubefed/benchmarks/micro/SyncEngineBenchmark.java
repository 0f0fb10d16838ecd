package io.kubefed.benchmarks.micro;

import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.LiveMembers;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.sync.StandardAdapters;
import io.kubefed.sync.Surroundings;
import io.kubefed.sync.SyncEngine;
import io.kubefed.sync.SyncOptions;
import io.kubefed.sync.TypeCatalog;
import io.kubefed.sync.ownership.FederationIdentity;
import io.kubefed.sync.ownership.Marks;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Question: what does it cost the whole engine to carry an edit of a template to its members, without network and servers?
 *
 * <p>Distribution: 2,000 ConfigMaps of 300 bytes, three members, all edited at once: watch events of the federation API, judgement,
 * plans, applies, their answers, the watch events of the members, the records. The clusters are maps in this process that splice text
 * ({@link MemoryCluster}) and are part of the cost. Everything runs on one thread. One operation is one edited template: four requests.
 *
 * <p>Command: {@code benchmarks/run micro SyncEngine}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 25)
@Measurement(iterations = 15)
@Fork(1)
public class SyncEngineBenchmark {

    private static final ResourceType CONFIG_MAPS = new ResourceType("", "v1", "configmaps", "ConfigMap", true);
    private static final FederationIdentity FEDERATION = new FederationIdentity("0b1c2d3e-1111-2222-3333-444455556666");
    private static final int MEMBERS = 3;
    private static final int TEMPLATES = 2_000;

    /** How many of the templates are there. */
    @Param("2000")
    public int templates;

    private final Scheduler thread = Schedulers.newSingle("engine");
    private final Semaphore applied = new Semaphore(0);
    private final MemoryCluster federationApi = new MemoryCluster("federation API", applied::release);
    private final LiveMembers members = new LiveMembers();
    private final SyncEngine engine = new SyncEngine(
            Surroundings.unmeasured(
                    federationApi, FEDERATION, StandardAdapters.all(), SyncOptions.STANDARD, thread, new Random(1)),
            members);
    private Disposable run = Disposables.disposed();
    private int edits;

    /** Starts the engine and creates the templates. */
    @Setup
    public void start() throws InterruptedException {
        thread.schedule(() -> {
            for (int i = 0; i < MEMBERS; i++) {
                ClusterName name = new ClusterName("member-" + i);
                MemoryCluster cluster = new MemoryCluster("member " + name, applied::release);
                members.put(new Member(name, name + "-uid", Map.of(), Health.READY, cluster));
            }
            members.markComplete();
            run = engine.run(() -> Mono.just(List.of(new TypeCatalog.Served(CONFIG_MAPS, false))))
                    .subscribe();
        });
        edit();
    }

    /** Stops it. */
    @TearDown
    public void stop() {
        thread.schedule(run::dispose);
        thread.dispose();
    }

    /** Edits every template, and waits until members and records say so. */
    @Benchmark
    @OperationsPerInvocation(TEMPLATES)
    public void edit() throws InterruptedException {
        edits++;
        thread.schedule(() -> {
            for (int i = 0; i < templates; i++) {
                federationApi.save(
                        CONFIG_MAPS.objectPath(new ObjectKey("team-" + i % 50, "settings-" + i)),
                        template(i),
                        "kubectl");
            }
        });
        if (!applied.tryAcquire(templates * (MEMBERS + 1), 60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("heard of " + applied.availablePermits() + " applies only");
        }
    }

    private String template(int i) {
        return "{\"metadata\":{\"name\":\"settings-" + i + "\",\"namespace\":\"team-" + i % 50
                + "\",\"labels\":{\"app\":\"shop\"},"
                + "\"finalizers\":[\"" + Marks.CASCADE_FINALIZER + "\",\"" + Marks.ORPHAN_FINALIZER + "\"]},"
                + "\"data\":{\"a\":\"" + edits
                + "\",\"log.level\":\"info\",\"url\":\"http://catalog.team-1:8080/index?page=1\"}}";
    }
}
