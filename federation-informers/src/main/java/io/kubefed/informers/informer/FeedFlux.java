package io.kubefed.informers.informer;

import java.util.function.Consumer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** A flux that gives every subscriber a {@link Feed} of its own. */
final class FeedFlux<E> extends Flux<E> {

    private final Consumer<Feed<E>> sources;

    /** @param sources connects a feed to where its events come from */
    FeedFlux(Consumer<Feed<E>> sources) {
        this.sources = sources;
    }

    @Override
    public void subscribe(CoreSubscriber<? super E> subscriber) {
        Feed<E> feed = new Feed<>(subscriber);
        subscriber.onSubscribe(feed);
        sources.accept(feed);
    }
}
