package io.kubefed.informers.informer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

class FeedStressTest {

    private static final int PRODUCERS = 3;
    private static final int CHANGES = 20_000;
    private static final int KEYS = 50;

    /** What the world looks like; a producer changes it before it tells. */
    private final Map<Integer, Integer> world = new ConcurrentHashMap<>();

    @RepeatedTest(10)
    void neverDeliversTwoAtATimeNorMoreThanWantedNorLosesTheLast() throws Exception {
        Map<Integer, Integer> seen = new ConcurrentHashMap<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicLong wanted = new AtomicLong();
        AtomicLong got = new AtomicLong();
        AtomicLong excess = new AtomicLong();
        BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // Asks from another thread.
            }

            @Override
            protected void hookOnNext(Integer key) {
                overlaps.addAndGet(inside.getAndIncrement());
                if (got.incrementAndGet() > wanted.get()) {
                    excess.incrementAndGet();
                }
                seen.put(key, world.get(key));
                inside.decrementAndGet();
            }
        };
        Feed<Integer> feed = new Feed<>(subscriber);
        subscriber.onSubscribe(feed);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(PRODUCERS + 1);
        for (int p = 0; p < PRODUCERS; p++) {
            int first = p * KEYS;
            pool.execute(() -> {
                await(start);
                for (int i = 0; i < CHANGES; i++) {
                    int key = first + i % KEYS;
                    world.put(key, i);
                    feed.add(key, key);
                }
            });
        }
        pool.execute(() -> {
            await(start);
            for (int i = 0; i < CHANGES; i++) {
                wanted.addAndGet(2);
                subscriber.request(2);
            }
        });
        start.countDown();
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        wanted.set(Long.MAX_VALUE);
        subscriber.requestUnbounded();

        assertThat(seen).isEqualTo(world);
        assertThat(overlaps).hasValue(0);
        assertThat(excess).hasValue(0);
    }

    private static void await(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
