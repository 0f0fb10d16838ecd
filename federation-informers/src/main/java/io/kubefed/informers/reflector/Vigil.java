package io.kubefed.informers.reflector;

import io.kubefed.core.error.TransientException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Watches over one connection: one that is half-open never says that it is dead, and one that brings a byte now and then may still
 * lead nowhere.
 */
final class Vigil {

    private final String subject;
    private final Scheduler timer;
    private volatile long limit;
    private volatile long heardAt;
    private volatile long giveUpAt;
    private volatile boolean over;
    private @Nullable Runnable first;

    /**
     * A vigil that begins now.
     *
     * @param subject what is watched over, for messages
     * @param silence how long there may be no byte
     * @param inAll how long it may last
     */
    Vigil(String subject, Duration silence, Duration inAll, Scheduler timer) {
        this.subject = subject;
        this.timer = timer;
        this.limit = silence.toMillis();
        this.heardAt = now();
        this.giveUpAt = now() + inAll.toMillis();
    }

    /** From now on it may last for ever, with silences of this length. */
    void relax(Duration silence) {
        limit = silence.toMillis();
        giveUpAt = Long.MAX_VALUE;
    }

    /** Calls back once, with the first byte. */
    Vigil onFirstByte(Runnable callback) {
        first = callback;
        return this;
    }

    void heard() {
        @Nullable Runnable callback = first;
        if (callback != null) {
            first = null;
            callback.run();
        }
        heardAt = now();
    }

    /** The same signals, on the same threads, and a {@link SilentException} when the time is up. */
    <T> Flux<T> over(Flux<T> connection) {
        Mono<Void> silence = Mono.defer(() -> Mono.delay(Duration.ofMillis(remaining()), timer))
                .repeat(() -> remaining() > 0)
                .then(Mono.fromRunnable(() -> over = true));
        // An error of the other would end the stream, but leave its connection open; a completion closes it.
        return connection.takeUntilOther(silence).concatWith(Mono.defer(this::verdict));
    }

    private <T> Mono<T> verdict() {
        return over ? Mono.error(silent()) : Mono.empty();
    }

    private long remaining() {
        return Math.min(heardAt + limit, giveUpAt) - now();
    }

    private SilentException silent() {
        return now() >= giveUpAt
                ? new SilentException(subject + " takes too long")
                : new SilentException(subject + ": nothing heard for " + TimeUnit.MILLISECONDS.toSeconds(limit) + " s");
    }

    private long now() {
        return timer.now(TimeUnit.MILLISECONDS);
    }

    /** A connection that leads nowhere. */
    static final class SilentException extends TransientException {
        private static final long serialVersionUID = 1L;

        SilentException(String message) {
            super(message, null);
        }
    }
}
