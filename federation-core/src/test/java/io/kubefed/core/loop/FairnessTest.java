package io.kubefed.core.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FairnessTest {

    private static final Duration AGEING = ofSeconds(10);

    @Test
    void letsSharesTakeTurns() {
        try (Lab lab = Lab.draining(settings -> settings.share(FairnessTest::namespace))) {
            lab.add("first/1", "big/1", "big/2", "big/3", "small/1", "small/2");

            List.of("first/1", "big/1", "small/1", "big/2", "small/2").forEach(lab::end);

            assertThat(lab.starts).containsExactly("first/1", "big/1", "small/1", "big/2", "small/2", "big/3");
        }
    }

    /** Jain's index is 1 when all get the same; the shares differ only in how much they want. */
    @Property(tries = 100)
    void servesBusySharesAlike(@ForAll @Size(min = 2, max = 8) List<@IntRange(min = 20, max = 200) Integer> backlogs) {
        try (Lab lab = Lab.draining(settings -> settings.share(FairnessTest::namespace))) {
            for (int share = 0; share < backlogs.size(); share++) {
                for (int i = 0; i < backlogs.get(share); i++) {
                    lab.add(share + "/" + i);
                }
            }

            int served = backlogs.size() * 15;
            for (int i = 0; i < served; i++) {
                lab.end(lab.starts.get(i));
            }

            assertThat(jain(lab.starts.subList(0, served), backlogs.size())).isGreaterThanOrEqualTo(0.99);
        }
    }

    /** However busy the others are, a key waits at most two ageing times and its turn among equals. */
    @Property(tries = 50)
    void startsAKeyOfLowPriorityWithinABoundedTime(@ForAll @IntRange(min = 1, max = 50) int backlog) {
        Duration perRun = ofMillis(100);
        try (Lab lab = Lab.draining(settings -> settings.ageing(AGEING))) {
            for (int i = 0; i < backlog; i++) {
                lab.add("high-" + i, Priority.HIGH);
            }
            lab.add("low", Priority.LOW);

            Duration waited = Duration.ZERO;
            int started = 0;
            while (!lab.starts.contains("low") && waited.compareTo(AGEING.multipliedBy(10)) < 0) {
                String ran = lab.starts.get(started++);
                lab.pass(perRun);
                waited = waited.plus(perRun);
                lab.add(ran, Priority.HIGH);
                lab.end(ran);
            }

            assertThat(waited).isBetween(AGEING.multipliedBy(2), bound(backlog, perRun));
        }
    }

    @Test
    void movesAWaitingKeyUpOnlyAfterTheAgeingTime() {
        try (Lab lab = Lab.draining(settings -> settings.ageing(AGEING))) {
            lab.add("running");
            lab.add("low", Priority.LOW);
            lab.pass(AGEING.minusMillis(1));
            lab.add("normal");
            lab.end("running");
            assertThat(lab.starts).containsExactly("running", "normal");

            lab.pass(ofMillis(1));
            lab.add("high", Priority.HIGH);
            lab.end("normal");
            lab.add("later");
            lab.end("high");

            assertThat(lab.starts).containsExactly("running", "normal", "high", "low");
        }
    }

    @Test
    void retriesAnAgedKeyWithThePriorityItWasAddedWith() {
        try (Lab lab = Lab.draining(settings -> settings.ageing(AGEING))) {
            lab.add("running");
            lab.add("low", Priority.LOW);
            lab.pass(AGEING.multipliedBy(3));
            lab.end("running");
            lab.fail("low", new IllegalStateException("once"));
            lab.add("next");
            lab.pass(ofMillis(200));

            lab.add("normal");
            lab.end("next");

            assertThat(lab.starts).endsWith("next", "normal");
        }
    }

    private static Duration bound(int backlog, Duration perRun) {
        return AGEING.multipliedBy(2).plus(perRun.multipliedBy(backlog + 3L));
    }

    private static double jain(List<String> starts, int shares) {
        Map<String, Integer> counts = new HashMap<>();
        starts.forEach(key -> counts.merge(namespace(key), 1, Integer::sum));
        double sum = counts.values().stream().mapToDouble(count -> count).sum();
        double squares =
                counts.values().stream().mapToDouble(count -> count * count).sum();
        return sum * sum / (shares * squares);
    }

    private static String namespace(String key) {
        return key.substring(0, key.indexOf('/'));
    }
}
