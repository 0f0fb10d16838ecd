package io.kubefed.core.loop;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000;

    @Property
    void neverGivesMoreThanBurstAndRate(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.1, max = 1_000) double qps,
            @ForAll @IntRange(min = 1, max = 100) int burst) {
        Random random = new Random(seed);
        TokenBucket bucket = new TokenBucket(qps, burst);
        long now = 0;
        int taken = 0;

        for (int i = 0; i < 1_000; i++) {
            now += random.nextLong(SECOND / 50);
            taken += bucket.tryTake(now) ? 1 : 0;

            assertThat((double) taken).isLessThanOrEqualTo(burst + qps * now / SECOND + 1e-6);
        }
    }

    @Property
    void hasATokenWhenItSaidSo(
            @ForAll @DoubleRange(min = 0.01, max = 100_000) double qps, @ForAll @IntRange(min = 1, max = 5) int burst) {
        TokenBucket bucket = new TokenBucket(qps, burst);
        long now = 5 * SECOND;
        while (bucket.tryTake(now)) {
            assertThat(bucket.tokens(now)).isLessThan(burst);
        }

        long next = bucket.nextAt(now);

        assertThat(next).isGreaterThan(now);
        assertThat(bucket.tryTake(next)).isTrue();
    }

    @Test
    void isNotConfusedByATimeThatGoesBack() {
        TokenBucket bucket = new TokenBucket(1, 1);
        assertThat(bucket.tryTake(10 * SECOND)).isTrue();

        assertThat(bucket.tryTake(SECOND)).isFalse();
        assertThat(bucket.tryTake(10 * SECOND + SECOND / 2)).isFalse();
        assertThat(bucket.tryTake(11 * SECOND)).isTrue();
    }

    @Test
    void pacesAQueue() {
        try (Lab lab = Lab.draining(settings -> settings.limit(Limit.of(100).paced(new TokenBucket(10, 2))))) {
            lab.add("a", "b", "c", "d");
            assertThat(lab.starts).containsExactly("a", "b");

            lab.pass(ofMillis(101));
            assertThat(lab.starts).containsExactly("a", "b", "c");

            lab.pass(ofMillis(101));
            assertThat(lab.starts).containsExactly("a", "b", "c", "d");
        }
    }

    @Test
    void refusesRatesThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenBucket(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenBucket(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenBucket(1, 0));
    }
}
