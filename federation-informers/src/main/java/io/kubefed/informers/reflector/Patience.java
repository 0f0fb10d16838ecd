package io.kubefed.informers.reflector;

import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.ThrottledException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;

/** How long to wait after a failure: the longer, the more there were; one that comes after two quiet minutes is the first. */
final class Patience {

    private static final long QUIET_MILLIS = Duration.ofMinutes(2).toMillis();

    private final ReflectorSettings settings;
    private final Scheduler timer;
    private final RandomGenerator random;
    private int failures;
    private long lastFailureAt;
    private boolean gone;

    Patience(ReflectorSettings settings, Scheduler timer, RandomGenerator random) {
        this.settings = settings;
        this.timer = timer;
        this.random = random;
    }

    /**
     * Notes a failure that may pass.
     *
     * @return the wait, never less than what the server asked for
     */
    Duration next(FederationException error) {
        long now = timer.now(TimeUnit.MILLISECONDS);
        failures = failures == 0 || now - lastFailureAt > QUIET_MILLIS ? 1 : failures + 1;
        boolean goneAgain = gone;
        gone = error.code() == 410;
        lastFailureAt = now;
        if (gone && !goneAgain) {
            // The server is well, and only a snapshot helps: the sooner the better, but not all at the same moment.
            return settings.backoff().delay(1, random);
        }
        Duration wait = error instanceof ThrottledException throttled
                ? settings.backoff().delay(failures, throttled.retryAfter(), random)
                : settings.backoff().delay(failures, random);
        lastFailureAt = now + wait.toMillis();
        return wait;
    }

    /** Notes a failure that passes only when somebody changes something in the cluster. */
    Duration probe() {
        return settings.probe().plusNanos(random.nextLong(settings.probe().toNanos() + 1));
    }
}
