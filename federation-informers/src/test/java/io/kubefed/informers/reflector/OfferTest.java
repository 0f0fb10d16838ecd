package io.kubefed.informers.reflector;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.store.Entry;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OfferTest {

    private static Exchange stream(Lab lab) {
        return lab.cluster.exchanges().get(0);
    }

    @Test
    void showsASavedObjectBeforeTheStreamDoes() {
        try (Lab lab = Lab.following()) {
            lab.writer.offer(lab.entry("a", 12));

            assertThat(lab.stored()).containsEntry("a", "12");
            assertThat(lab.changes).containsExactly("a");

            stream(lab).modified("a", 12);

            assertThat(lab.stored()).containsEntry("a", "12");
            assertThat(lab.changes).containsExactly("a");
        }
    }

    @Test
    void doesNotGoBackWhenTheStreamIsBehindWhatWasSaved() {
        try (Lab lab = Lab.following()) {
            lab.writer.offer(lab.entry("a", 15));
            stream(lab).modified("a", 12).deleted("a", 13).added("a", 14);
            assertThat(lab.stored()).containsEntry("a", "15");

            stream(lab).modified("a", 15).modified("a", 16);
            assertThat(lab.stored()).containsEntry("a", "16");
        }
    }

    @Test
    void doesNotRaiseTheDead() {
        try (Lab lab = Lab.following()) {
            stream(lab).deleted("a", 13);
            lab.writer.offer(lab.entry("a", 12));
            lab.writer.offer(lab.entry("a", 13));

            assertThat(lab.stored()).containsOnlyKeys("b");
        }
    }

    @Test
    void doesNotRaiseTheDeadBetweenTheLossOfTheVersionAndTheNextSnapshot() {
        try (Lab lab = Lab.following()) {
            stream(lab).deleted("a", 13).error(410, "Expired").end();
            lab.writer.offer(lab.entry("a", 12));

            assertThat(lab.stored()).containsOnlyKeys("b");
        }
    }

    @Test
    void ignoresWhatIsNotNewerThanTheStreamOrTheStore() {
        try (Lab lab = Lab.following()) {
            stream(lab).bookmark(50);
            lab.writer.offer(lab.entry("a", 50));
            assertThat(lab.stored()).containsEntry("a", "3");

            lab.writer.offer(lab.entry("a", 60));
            lab.writer.offer(lab.entry("a", 55));
            assertThat(lab.stored()).containsEntry("a", "60");
        }
    }

    @Test
    void leavesEverythingBeforeTheFirstSnapshotToTheStream() {
        try (Lab lab = new Lab()) {
            lab.writer.offer(lab.entry("a", 12));

            assertThat(lab.stored()).isEmpty();
        }
    }

    @Test
    void keepsWhatWasSavedAfterTheSnapshotThatIsBeingTaken() {
        try (Lab lab = Lab.following()) {
            stream(lab).error(410, "Expired").end();
            Exchange snapshot = lab.nextAfterAWhile().added("a", 3);
            lab.writer.offer(lab.entry("b", 40));
            lab.writer.offer(lab.entry("c", 20));

            snapshot.initialEnd(30);

            assertThat(lab.stored()).isEqualTo(Map.of("a", "3", "b", "40"));
        }
    }

    @Test
    void forgetsWhatWasSavedInAClusterThatWentBackInTime() {
        try (Lab lab = Lab.following()) {
            stream(lab).bookmark(1_000);
            lab.writer.offer(lab.entry("c", 1_001));
            stream(lab).error(410, "Expired").end();

            lab.nextAfterAWhile().added("a", 3).initialEnd(500);

            assertThat(lab.stored()).isEqualTo(Map.of("a", "3"));
            lab.writer.offer(lab.entry("d", 501));
            assertThat(lab.stored()).containsKey("d");
        }
    }

    @Test
    void ignoresVersionsThatAreNoNumbers() {
        try (Lab lab = Lab.following()) {
            stream(lab).event("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"opaque\"}}");
            assertThat(lab.state().version()).isEqualTo("opaque");
            Entry odd = new Entry(
                    new ObjectKey("web", "a"), "u", "v-99", 0, false, "", "", 0, "", "", null, null, null, null);
            lab.writer.offer(odd);

            assertThat(lab.stored()).containsEntry("a", "3");
        }
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        try (Lab lab = Lab.following()) {
            int each = 5_000;
            CountDownLatch start = new CountDownLatch(1);
            ExecutorService pool = Executors.newFixedThreadPool(3);
            Future<?> first = pool.submit(() -> offer(lab, "x", 100_000, each, start));
            Future<?> second = pool.submit(() -> offer(lab, "y", 200_000, each, start));
            Future<?> streaming = pool.submit(() -> {
                await(start);
                for (int i = 0; i < each; i++) {
                    stream(lab).modified("a", 11 + i);
                }
            });

            start.countDown();
            first.get(30, TimeUnit.SECONDS);
            second.get(30, TimeUnit.SECONDS);
            streaming.get(30, TimeUnit.SECONDS);
            pool.shutdown();

            assertThat(lab.stored()).containsEntry("x", Long.toString(100_000 + each - 1));
            assertThat(lab.stored()).containsEntry("y", Long.toString(200_000 + each - 1));
            assertThat(lab.stored()).containsEntry("a", Long.toString(11 + each - 1));
            assertThat(lab.changes).hasSize(3 * each);
        }
    }

    private static void offer(Lab lab, String name, long from, int count, CountDownLatch start) {
        await(start);
        for (int i = 0; i < count; i++) {
            lab.writer.offer(lab.entry(name, from + i));
        }
    }

    private static void await(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
