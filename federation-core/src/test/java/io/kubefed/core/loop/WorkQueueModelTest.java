package io.kubefed.core.loop;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Random histories against a model that knows only what callers are promised: a key never runs twice at a time (the lab
 * checks it), the limit holds, no permit idles while a key could run, and every add is followed by a run.
 */
class WorkQueueModelTest {

    private static final int KEYS = 6;

    @Property(tries = 2_000)
    void keepsItsPromisesInAnyHistory(@ForAll long seed) {
        Random random = new Random(seed);
        int permits = 1 + random.nextInt(4);
        try (Lab lab = Lab.draining(settings -> settings.limit(Limit.of(permits))
                .share(key -> key.charAt(0) % 2)
                .ageing(ofMillis(300)))) {
            Model model = new Model(lab);
            for (int i = 0; i < 120; i++) {
                model.step(random);
                model.check(permits);
            }
            model.finish();
        }
    }

    private static final class Model {

        private final Lab lab;
        private final Map<String, Integer> unserved = new HashMap<>();
        private final Set<String> backingOff = new HashSet<>();
        private final Map<String, Priority> wanted = new HashMap<>();
        private boolean parked;
        private int seenStarts;

        Model(Lab lab) {
            this.lab = lab;
        }

        void step(Random random) {
            String key = String.valueOf((char) ('a' + random.nextInt(KEYS)));
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> add(key, Priority.values()[random.nextInt(3)]);
                case 3 -> addLater(key, 1 + random.nextInt(500));
                case 4, 5 -> endOne(random, null);
                case 6 -> endOne(random, new TransientException("unreachable", null));
                case 7 -> endOne(random, random.nextBoolean() ? new PermanentException("forbidden") : null);
                case 8 -> lab.pass(ofMillis(random.nextInt(400)));
                default -> toggleParked();
            }
            seeStarts();
        }

        void check(int permits) {
            assertThat(lab.running.size()).isLessThanOrEqualTo(permits).isEqualTo(lab.queue.running());
            if (!parked && lab.running.size() < permits) {
                assertThat(wanted.keySet()).isSubsetOf(lab.running.keySet());
            }
            assertThat(lab.queue.size()).isLessThanOrEqualTo(KEYS);
            assertThat(lab.drainError).isNull();
        }

        /** Lets every run succeed and all the time pass that anyone may wait for. */
        void finish() {
            lab.queue.resume();
            for (int i = 0; i < 20; i++) {
                lab.pass(ofMinutes(1));
                seeStarts();
                List.copyOf(lab.running.keySet()).forEach(lab::end);
                seeStarts();
            }
            assertThat(unserved).as("adds that no run followed").isEmpty();
            assertThat(lab.queue.size()).as("keys that are remembered").isZero();
            assertThat(lab.queue.isIdle()).isTrue();
        }

        private void add(String key, Priority priority) {
            unserved.merge(key, 1, Integer::sum);
            if (priority == Priority.HIGH || !backingOff.contains(key)) {
                wanted.merge(key, priority, (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
            lab.add(key, priority);
        }

        private void addLater(String key, int millis) {
            unserved.merge(key, 1, Integer::sum);
            lab.addAfter(key, ofMillis(millis));
        }

        private void endOne(Random random, @Nullable Throwable error) {
            List<String> keys = new ArrayList<>(new TreeSet<>(lab.running.keySet()));
            if (keys.isEmpty()) {
                return;
            }
            String key = keys.get(random.nextInt(keys.size()));
            if (error == null) {
                backingOff.remove(key);
                lab.end(key);
            } else {
                backingOff.add(key);
                wanted.computeIfPresent(key, (failed, priority) -> priority == Priority.HIGH ? priority : null);
                lab.fail(key, error);
            }
            lab.pass(ZERO);
        }

        private void toggleParked() {
            parked = !parked;
            if (parked) {
                lab.queue.park();
            } else {
                lab.queue.resume();
                lab.pass(ZERO);
            }
        }

        private void seeStarts() {
            for (; seenStarts < lab.starts.size(); seenStarts++) {
                String key = lab.starts.get(seenStarts);
                unserved.remove(key);
                backingOff.remove(key);
                wanted.remove(key);
            }
        }
    }
}
