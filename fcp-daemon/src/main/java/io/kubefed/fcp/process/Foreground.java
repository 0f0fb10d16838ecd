package io.kubefed.fcp.process;

import io.kubefed.fcp.config.Terminal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Runs work until it ends, or until SIGTERM or SIGINT, which it is given time to follow. */
public final class Foreground {

    private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

    private final Duration grace;
    private final boolean exitsZero;
    private final Sinks.Empty<Void> stopped = Sinks.empty();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * A run that has not begun.
     *
     * @param grace how long the work may take to stop
     */
    public Foreground(Duration grace) {
        this(grace, false);
    }

    private Foreground(Duration grace, boolean exitsZero) {
        this.grace = grace;
        this.exitsZero = exitsZero;
    }

    /** A run that ends the process with its own code when a signal stopped it in order, not with that of the signal. */
    public static Foreground withItsOwnCode(Duration grace) {
        return new Foreground(grace, true);
    }

    /**
     * Runs the work, and whatever has to follow it before the process may end.
     *
     * @param work given what completes when it should stop
     * @param afterwards called once, when the work has ended
     * @return the exit code: 0, or 1 with a sentence on the terminal if the work failed
     */
    public int run(UnaryOperator<Mono<Void>> work, Runnable afterwards) {
        Disposable running = work.apply(stopped.asMono())
                .doFinally(signal -> end.countDown())
                .subscribe(done -> {}, failure::set);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "fcp-stop"));
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        afterwards.run();
        left.countDown();
        return code();
    }

    /** A write that is under way is idempotent: cancelling it loses nothing that the next start does not find out. */
    private void stop(Disposable running) {
        if (left.getCount() == 0) {
            return;
        }
        LOG.atInfo().log("stopping");
        stopped.tryEmitEmpty();
        try {
            if (!end.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("did not stop within the grace period");
                running.dispose();
            }
            if (left.await(grace.toMillis(), TimeUnit.MILLISECONDS) && exitsZero) {
                // A JVM that is already ending keeps the code of the signal; all that had to be done is done.
                Runtime.getRuntime().halt(code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int code() {
        @Nullable Throwable why = failure.get();
        if (why == null) {
            return 0;
        }
        Terminal.complain("Error: " + why.getMessage());
        return 1;
    }
}
