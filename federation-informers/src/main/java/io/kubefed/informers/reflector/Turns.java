package io.kubefed.informers.reflector;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;
import reactor.util.concurrent.Queues;

/**
 * Runs tasks of many threads one after the other, without a lock and without a thread of its own.
 *
 * <p>Design note: {@code wip} counts the tasks that are not done. Who raises it from 0 runs its task at once and then whatever came
 * meanwhile; everybody else leaves the task behind and goes on. A task that a task brings in runs after it, so nothing nests.
 */
final class Turns {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Queue<Runnable> waiting =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger wip = new AtomicInteger();

    /** Runs the task now, or leaves it to the thread that is running others. What it throws is logged. */
    void run(Runnable task) {
        if (wip.compareAndSet(0, 1)) {
            runSafely(task);
            if (wip.decrementAndGet() == 0) {
                return;
            }
        } else {
            waiting.offer(task);
            if (wip.getAndIncrement() != 0) {
                return;
            }
        }
        drain();
    }

    private void drain() {
        int seen = wip.get();
        do {
            for (int i = 0; i < seen; i++) {
                runSafely(requireNonNull(waiting.poll()));
            }
            seen = wip.addAndGet(-seen);
        } while (seen != 0);
    }

    /** A task that fails must not keep the others waiting for ever. */
    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            Exceptions.throwIfJvmFatal(thrown);
            LOG.atError().setCause(thrown).log("a listener of an informer failed");
        }
    }
}
