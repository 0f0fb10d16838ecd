package io.kubefed.benchmarks.informer;

import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.client.http.HttpClusterClient;
import io.kubefed.core.client.http.Transport;
import io.kubefed.core.client.http.TransportLimits;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.informer.Informer;
import io.kubefed.informers.informer.InformerSpec;
import io.kubefed.informers.informer.Informers;
import io.kubefed.informers.store.Projection;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntSupplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Our informer in the metadata tier, put together as {@code fcp} does it. */
final class KubefedSide implements Side {

    private static final ResourceType PODS = new ResourceType("", "v1", "pods", "Pod", true);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Scheduler timer = Schedulers.newSingle("timer");
    private final LoopResources loops = LoopResources.create("loop", 2, true);
    private final Disposable.Composite running = Disposables.composite();
    private final HttpClusterClient client;
    private final Informers informers = Informers.of(timer, new Random(1));

    KubefedSide(String url) {
        client = new Transport(loops, Schedulers.boundedElastic(), timer, TransportLimits.DEFAULT)
                .connect("benchmark", ClusterAccess.anonymous(url));
    }

    @Override
    public IntSupplier follow(String namespace, Runnable changed) {
        Informer informer = informers.follow(
                InformerSpec.of(PODS, Projection.metadata("fcp:benchmark")).in(namespace), client);
        running.add(informer.onChange(key -> changed.run()));
        running.add(informer.run().subscribe());
        informer.synced().block(LIMIT);
        return informer.store()::size;
    }

    @Override
    public void close() {
        running.dispose();
        client.dispose();
        loops.disposeLater().block(LIMIT);
        timer.dispose();
    }
}
