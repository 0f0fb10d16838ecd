package io.kubefed.core.loop;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.util.context.Context;

/** One reconcile of one key, from its start to its only end. */
final class Run<K> extends BaseSubscriber<Outcome> {

    final Entry<K> entry;
    final int rank;
    final long startedAt;
    final int inFlight;

    private final DrainLoop<K> loop;
    private final Context context;
    private final AtomicBoolean ended = new AtomicBoolean();
    private Outcome outcome = Outcome.SETTLED;
    private @Nullable Throwable error;

    Run(DrainLoop<K> loop, Entry<K> entry, int rank, long startedAt, int inFlight, Context context) {
        this.loop = loop;
        this.entry = entry;
        this.rank = rank;
        this.startedAt = startedAt;
        this.inFlight = inFlight;
        this.context = context;
    }

    /** What the reconcile came to; meaningful if there is no error. */
    Outcome outcome() {
        return outcome;
    }

    @Nullable Throwable error() {
        return error;
    }

    /** Ends the run with an error that did not come as a signal. */
    void fail(Throwable thrown) {
        end(thrown);
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    protected void hookOnNext(Outcome value) {
        outcome = value;
    }

    @Override
    protected void hookOnComplete() {
        end(null);
    }

    @Override
    protected void hookOnError(Throwable signalled) {
        end(signalled);
    }

    private void end(@Nullable Throwable cause) {
        if (ended.compareAndSet(false, true)) {
            error = cause;
            loop.finished(this);
        }
    }
}
