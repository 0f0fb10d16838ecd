package io.kubefed.informers.informer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.informer.InformerEvent.Changed;
import io.kubefed.informers.informer.InformerEvent.Stale;
import io.kubefed.informers.informer.InformerEvent.Synced;
import io.kubefed.informers.store.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

class ChangesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static Changed changed(String name) {
        return new Changed(InformerLab.key(name));
    }

    @Test
    void beginsWithWhatIsThereThenSaysSoThenFollows() {
        try (InformerLab lab = InformerLab.synced()) {
            List<InformerEvent> events = new ArrayList<>();
            StepVerifier.create(lab.informer.changes().doOnNext(events::add))
                    .expectNextCount(3)
                    .then(() -> lab.stream().modified("a", 11).deleted("b", 12).added("c", 13))
                    .expectNext(changed("a"), changed("b"), changed("c"))
                    .thenCancel()
                    .verify(TIMEOUT);

            assertThat(events.subList(0, 2)).containsExactlyInAnyOrder(changed("a"), changed("b"));
            assertThat(events.get(2)).isEqualTo(new Synced("10", 2));
        }
    }

    @Test
    void saysNothingBeforeTheFirstSnapshot() {
        try (InformerLab lab = InformerLab.unsynced()) {
            StepVerifier.create(lab.informer.changes())
                    .then(() -> lab.stream().added("a", 3))
                    .then(() -> assertThat(lab.informer.store().size()).isZero())
                    .expectNoEvent(Duration.ofMillis(1))
                    .then(() -> lab.stream().initialEnd(10))
                    .expectNext(changed("a"), new Synced("10", 1))
                    .thenCancel()
                    .verify(TIMEOUT);
        }
    }

    @Test
    void tellsOfAKeyOnceHoweverOftenItChangedBeforeTheDemand() {
        try (InformerLab lab = InformerLab.synced()) {
            StepVerifier.create(lab.informer.changes(), 3)
                    .expectNextCount(3)
                    .then(() -> {
                        for (int version = 11; version < 1_000; version++) {
                            lab.stream().modified("a", version);
                        }
                        lab.stream().modified("b", 1_000);
                    })
                    .thenRequest(2)
                    .expectNext(changed("a"), changed("b"))
                    .thenRequest(10)
                    .then(() -> lab.stream().modified("b", 1_001))
                    .expectNext(changed("b"))
                    .thenCancel()
                    .verify(TIMEOUT);
        }
    }

    @Test
    void saysWhenTheClusterIsLostAndFound() {
        try (InformerLab lab = InformerLab.synced()) {
            StepVerifier.create(lab.informer.changes())
                    .expectNextCount(3)
                    .then(() -> lab.stream().cut())
                    .expectNextMatches(event ->
                            event instanceof Stale stale && stale.cause().contains("lost"))
                    .then(() -> {
                        lab.timer.pass(Duration.ofSeconds(5));
                        lab.stream().modified("a", 20);
                    })
                    .expectNext(changed("a"), new Synced("20", 2))
                    .thenCancel()
                    .verify(TIMEOUT);
        }
    }

    @Test
    void keepsSubscribersApart() {
        try (InformerLab lab = InformerLab.synced()) {
            List<InformerEvent> fast = new ArrayList<>();
            lab.informer.changes().subscribe(fast::add);
            StepVerifier.create(lab.informer.changes(), 0)
                    .expectSubscription()
                    .then(() -> lab.stream().modified("a", 11))
                    .then(() -> assertThat(fast).hasSize(4))
                    .thenRequest(Long.MAX_VALUE)
                    .expectNextCount(3)
                    .thenCancel()
                    .verify(TIMEOUT);
        }
    }

    @Test
    void refusesARequestForNothing() {
        try (InformerLab lab = InformerLab.synced()) {
            List<Throwable> errors = new ArrayList<>();
            BaseSubscriber<InformerEvent> wrong = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    subscription.request(0);
                }

                @Override
                protected void hookOnError(Throwable error) {
                    errors.add(error);
                }
            };
            lab.informer.changes().subscribe(wrong);

            assertThat(errors).singleElement().isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isNotHeldByASubscriberThatLeft() {
        try (InformerLab lab = InformerLab.synced()) {
            List<InformerEvent> events = new ArrayList<>();
            lab.informer.changes().take(4).subscribe(events::add);
            lab.stream().modified("a", 11).modified("b", 12);

            assertThat(events).hasSize(4);
        }
    }

    @Test
    void completesSyncedWithTheFirstSnapshot() {
        try (InformerLab lab = InformerLab.unsynced()) {
            StepVerifier.create(lab.informer.synced())
                    .then(() -> lab.stream().added("a", 3))
                    .then(() -> lab.stream().initialEnd(10))
                    .expectComplete()
                    .verify(TIMEOUT);
            StepVerifier.create(lab.informer.synced()).expectComplete().verify(TIMEOUT);
        }
    }

    /** Looking at the store whenever told to, at any pace, leads to what the store holds. */
    @Property(tries = 300)
    void foldsToTheStore(@ForAll long seed) {
        Random random = new Random(seed);
        try (InformerLab lab = random.nextBoolean() ? InformerLab.synced() : InformerLab.unsynced()) {
            Map<ObjectKey, String> seen = new HashMap<>();
            BaseSubscriber<InformerEvent> slow = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    // Asks later.
                }

                @Override
                protected void hookOnNext(InformerEvent event) {
                    if (event instanceof Changed changed) {
                        lab.informer
                                .find(changed.key())
                                .map(Entry::resourceVersion)
                                .ifPresentOrElse(v -> seen.put(changed.key(), v), () -> seen.remove(changed.key()));
                    }
                }
            };
            lab.informer.changes().subscribe(slow);
            long version = 10;
            if (!lab.informer.state().synced()) {
                lab.stream().added("a", 3).added("b", 7).initialEnd(version);
            }
            for (int i = 0; i < 60; i++) {
                version++;
                String name = Character.toString('a' + random.nextInt(4));
                switch (random.nextInt(4)) {
                    case 0 -> lab.stream().deleted(name, version);
                    case 1 -> slow.request(1 + random.nextInt(3));
                    case 2 -> lab.informer.offer(InformerLab.entry(name, version));
                    default -> lab.stream().modified(name, version);
                }
            }
            slow.request(Long.MAX_VALUE);

            Map<ObjectKey, String> stored = new HashMap<>();
            lab.informer.store().forEach(entry -> stored.put(entry.key(), entry.resourceVersion()));
            assertThat(seen).isEqualTo(stored);
        }
    }
}
