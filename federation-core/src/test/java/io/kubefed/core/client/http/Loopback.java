package io.kubefed.core.client.http;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** A transport on two event loops of its own, for one test class. BlockHound watches that nothing blocks them. */
final class Loopback implements BeforeAllCallback, AfterAllCallback {

    static {
        BlockHound.install();
    }

    private LoopResources loops;
    private Scheduler blocking;
    private Scheduler timer;

    @Override
    public void beforeAll(ExtensionContext context) {
        loops = LoopResources.create("client-test", 1, 2, true);
        blocking = Schedulers.newBoundedElastic(4, 100, "client-test-blocking", 10, true);
        timer = Schedulers.newSingle("client-test-timer", true);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        loops.disposeLater().block();
        blocking.dispose();
        timer.dispose();
    }

    Transport transport() {
        return transport(TransportLimits.DEFAULT);
    }

    Transport transport(TransportLimits limits) {
        return new Transport(loops, blocking, timer, limits);
    }

    Transport transport(Scheduler otherTimer) {
        return new Transport(loops, blocking, otherTimer, TransportLimits.DEFAULT);
    }
}
