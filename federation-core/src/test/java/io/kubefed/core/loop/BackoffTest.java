package io.kubefed.core.loop;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Property
    void staysBetweenZeroAndTheDoubledBase(
            @ForAll long seed,
            @ForAll @IntRange(min = 1) int failures,
            @ForAll @LongRange(min = 1, max = 10_000_000_000L) long baseNanos,
            @ForAll @LongRange(min = 0, max = 31_000_000_000_000_000L) long moreNanos) {
        Backoff backoff = new Backoff(ofNanos(baseNanos), ofNanos(baseNanos).plusNanos(moreNanos));
        double doubled = baseNanos * Math.pow(2, failures - 1);

        Duration delay = backoff.delay(failures, new Random(seed));

        assertThat(delay).isBetween(ZERO, backoff.max());
        assertThat((double) delay.toNanos()).isLessThanOrEqualTo(doubled);
    }

    @Property
    void neverUndercutsTheServersWish(
            @ForAll long seed,
            @ForAll @IntRange(min = 1) int failures,
            @ForAll @LongRange(min = 0, max = 300) long floorSeconds) {
        Duration floor = ofSeconds(floorSeconds);

        Duration delay = Backoff.DEFAULT.delay(failures, floor, new Random(seed));

        assertThat(delay).isGreaterThanOrEqualTo(floor);
        assertThat(delay.compareTo(floor) == 0 || delay.compareTo(Backoff.DEFAULT.max()) <= 0)
                .isTrue();
    }

    @Test
    void spreadsDelaysOverTheWholeRange() {
        Random random = new Random(1);
        int early = 0;
        for (int i = 0; i < 1_000; i++) {
            if (Backoff.DEFAULT.delay(20, random).compareTo(ofSeconds(30)) < 0) {
                early++;
            }
        }

        assertThat(early).isBetween(430, 570);
    }

    @Test
    void takesAnAbsurdWishForFiveMinutes() {
        assertThat(Backoff.DEFAULT.delay(1, ofDays(10_000), new Random(1))).isEqualTo(ofMinutes(5));
    }

    @Test
    void waitsTheLongestTimeAndABitWhenTryingAgainDoesNotHelp() {
        assertThat(Backoff.DEFAULT.longest(new Random(1))).isBetween(ofSeconds(60), ofSeconds(66));
    }

    @Test
    void refusesNonsense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(ZERO, ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(ofSeconds(2), ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(ofSeconds(2), ofDays(1_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.DEFAULT.delay(0, new Random(1)));
    }

    @Test
    void beginsWithAtMostTheBase() {
        assertThat(Backoff.DEFAULT.delay(1, new Random(3))).isLessThanOrEqualTo(ofMillis(200));
    }
}
