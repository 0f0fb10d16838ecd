package io.kubefed.apiserver.storage.timeline;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageSignal;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.StorageSignal.Progress;
import io.kubefed.apiserver.storage.timeline.Chain.Link;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * One follower: a place in a {@link Chain}, and the demand of its subscriber. {@code drain} is a serialised loop: whoever comes while
 * it runs leaves a mark, and the runner goes round once more.
 */
final class Follower implements Subscription {

    private final Timeline timeline;
    private final Chain chain;
    private final String prefix;
    private final long after;
    private final CoreSubscriber<? super StorageSignal> subscriber;
    private final AtomicInteger marks = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger progressAsked = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Disposable.Swap progressSource = Disposables.swap();
    private Link place;

    Follower(
            Timeline timeline,
            Chain chain,
            String prefix,
            long after,
            CoreSubscriber<? super StorageSignal> subscriber) {
        this.timeline = timeline;
        this.chain = chain;
        this.prefix = prefix;
        this.after = after;
        this.subscriber = subscriber;
        this.place = chain.behind(after);
    }

    void start(Publisher<?> progress) {
        // The place was taken before this look: had the history moved on since, the look would say so.
        if (after < timeline.compacted()) {
            Operators.error(subscriber, new StorageException.Compacted(after, timeline.compacted()));
            return;
        }
        timeline.watchOpened();
        chain.follow(this);
        subscriber.onSubscribe(this);
        if (!ended.get()) {
            progressSource.update(Flux.from(progress).subscribe(tick -> askForProgress(), error -> {}));
        }
        drain();
    }

    private void askForProgress() {
        progressAsked.incrementAndGet();
        drain();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            demand.accumulateAndGet(n, Operators::addCap);
            drain();
        }
    }

    @Override
    public void cancel() {
        end();
    }

    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        chain.leave(this);
        progressSource.dispose();
        timeline.watchClosed();
        return true;
    }

    void drain() {
        if (marks.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            advance();
            seen = marks.addAndGet(-seen);
        } while (seen != 0);
    }

    private void advance() {
        while (!ended.get()) {
            if (chain.isLost()) {
                fallBehind();
                return;
            }
            Link next = place.next;
            if (next == null) {
                if (!tellProgress()) {
                    return;
                }
            } else if (!step(next)) {
                return;
            }
        }
    }

    /** Takes one step if it may; false if it has to wait. */
    private boolean step(Link next) {
        Change change = requireNonNull(next.change);
        boolean wanted = change.revision() > after && change.key().startsWith(prefix);
        if (wanted && demand.get() == 0) {
            if (change.revision() <= timeline.compacted()) {
                fallBehind();
            }
            return false;
        }
        place = next;
        if (wanted) {
            take();
            subscriber.onNext(change);
        }
        return true;
    }

    private void fallBehind() {
        long at = place.change == null ? after : Math.max(after, place.change.revision());
        if (end()) {
            subscriber.onError(new StorageException.Compacted(at, timeline.compacted()));
        }
    }

    private boolean tellProgress() {
        if (progressAsked.get() == 0 || demand.get() == 0) {
            return false;
        }
        long revision;
        // Nobody writes while we look: if there is nothing behind our place, we said everything up to this revision.
        synchronized (timeline) {
            if (place.next != null) {
                return true;
            }
            revision = timeline.revision();
        }
        progressAsked.decrementAndGet();
        take();
        subscriber.onNext(new Progress(revision));
        return true;
    }

    private void take() {
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
    }
}
