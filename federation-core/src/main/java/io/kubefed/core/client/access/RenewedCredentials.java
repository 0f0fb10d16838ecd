package io.kubefed.core.client.access;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Credentials that are loaded off the event loop, kept until their time is over, and loaded once for all who wait.
 *
 * <p>When renewing fails while there still is an old credential, the old one is used: the server knows best whether it is
 * still good, and if it is not, its 401 drops it and the next failure is told.
 */
final class RenewedCredentials implements Credentials {

    private static final long PAUSE_AFTER_FAILURE_MILLIS = 10_000;

    /**
     * A credential and when to look for its successor.
     *
     * @param renewAtMillis in the time of the timer
     */
    record Lease(Credential credential, long renewAtMillis) {}

    private final Callable<Lease> loader;
    private final Scheduler blocking;
    private final Scheduler timer;
    private volatile @Nullable Lease lease;
    private @Nullable Mono<Credential> loading;

    /**
     * Loads nothing yet.
     *
     * @param loader may block; its {@code FederationException}s are passed on
     * @param blocking where it runs
     * @param timer the clock of the leases
     */
    RenewedCredentials(Callable<Lease> loader, Scheduler blocking, Scheduler timer) {
        this.loader = loader;
        this.blocking = blocking;
        this.timer = timer;
    }

    @Override
    public Mono<Credential> current() {
        return Mono.defer(() -> {
            Lease held = lease;
            return held != null && timer.now(MILLISECONDS) < held.renewAtMillis()
                    ? Mono.just(held.credential())
                    : load();
        });
    }

    @Override
    public void drop(Credential refused) {
        synchronized (this) {
            Lease held = lease;
            if (held != null && held.credential().equals(refused)) {
                lease = null;
            }
        }
    }

    private synchronized Mono<Credential> load() {
        Mono<Credential> running = loading;
        if (running == null) {
            running = Mono.fromCallable(loader)
                    .subscribeOn(blocking)
                    .onErrorResume(this::keepTheOldOne)
                    .map(this::keep)
                    .doFinally(end -> loaded())
                    .cache();
            loading = running;
        }
        return running;
    }

    private Mono<Lease> keepTheOldOne(Throwable error) {
        Lease old = lease;
        return old == null
                ? Mono.error(error)
                : Mono.just(new Lease(old.credential(), timer.now(MILLISECONDS) + PAUSE_AFTER_FAILURE_MILLIS));
    }

    private synchronized Credential keep(Lease fresh) {
        lease = fresh;
        return fresh.credential();
    }

    private synchronized void loaded() {
        loading = null;
    }
}
