package io.kubefed.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubefed.core.loop.Sample.Answer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    @Property(tries = 60)
    void settlesNearWhatTheServiceCanDo(
            @ForAll long seed,
            @ForAll @IntRange(min = 3, max = 35) int capacity,
            @ForAll @IntRange(min = 5, max = 200) int millis) {
        SimulatedService service =
                new SimulatedService(new ConcurrencyLimit(), capacity, millis * MILLI, new Random(seed));
        service.runFor(200 * SECOND);

        SimulatedService.Report report = service.runFor(100 * SECOND);

        assertThat(report.meanLimit()).isBetween(0.9 * capacity, 3.0 * capacity + 5);
        assertThat(report.utilisation()).isGreaterThan(0.9);
    }

    @Property(tries = 20)
    void followsAServiceThatGetsSlowerAndRecovers(@ForAll long seed) {
        ConcurrencyLimit limit = new ConcurrencyLimit();
        SimulatedService service = new SimulatedService(limit, 30, 20 * MILLI, new Random(seed));
        service.runFor(100 * SECOND);

        service.capacity(5);
        service.runFor(200 * SECOND);
        assertThat(service.runFor(20 * SECOND).meanLimit()).isLessThan(20);

        service.capacity(30);
        service.runFor(20 * SECOND);
        assertThat(service.runFor(20 * SECOND).utilisation()).isGreaterThan(0.9);
    }

    @Property(tries = 20)
    void staysUsefulBesideAServiceThatRefusesTheSurplus(@ForAll long seed) {
        ConcurrencyLimit limit = new ConcurrencyLimit();
        SimulatedService service = new SimulatedService(limit, 64, 20 * MILLI, new Random(seed));
        service.refuseAbove(10, 100 * MILLI);
        service.runFor(60 * SECOND);

        SimulatedService.Report report = service.runFor(60 * SECOND);

        assertThat(report.meanLimit()).isBetween(4.0, 13.0);
        assertThat(report.answered()).isGreaterThan(100 * report.refused());
    }

    @Property
    void neverLeavesItsBounds(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int min,
            @ForAll @IntRange(min = 0, max = 100) int more) {
        Random random = new Random(seed);
        int max = min + more;
        ConcurrencyLimit limit = new ConcurrencyLimit(min + random.nextInt(more + 1), min, max);
        long now = 0;

        for (int i = 0; i < 2_000; i++) {
            now += random.nextLong(SECOND);
            Answer answer = Answer.values()[random.nextInt(Answer.values().length)];
            long retryAfter = answer == Answer.REFUSED ? random.nextLong(10 * SECOND) : 0;
            limit.finished(new Sample(now, random.nextLong(10 * SECOND), 1 + random.nextInt(max), answer, retryAfter));

            assertThat(limit.permits()).isBetween(min, max);
            assertThat(limit.permits(now)).isBetween(0, max);
        }
    }

    @Test
    void letsNothingStartUntilTheServerAllowsIt() {
        ConcurrencyLimit limit = new ConcurrencyLimit();

        limit.finished(new Sample(SECOND, MILLI, 8, Answer.REFUSED, 3 * SECOND));

        assertThat(limit.permits(4 * SECOND - 1)).isZero();
        assertThat(limit.growsAt(2 * SECOND)).isEqualTo(4 * SECOND);
        assertThat(limit.permits(4 * SECOND)).isEqualTo(5);
        assertThat(limit.growsAt(4 * SECOND)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void takesRefusalsOfOneBurstForOne() {
        ConcurrencyLimit limit = new ConcurrencyLimit();

        for (int i = 0; i < 8; i++) {
            limit.finished(new Sample(SECOND + i, 50 * MILLI, 8, Answer.REFUSED, 0));
        }
        assertThat(limit.permits()).isEqualTo(5);

        limit.finished(new Sample(2 * SECOND, 50 * MILLI, 5, Answer.REFUSED, 0));
        assertThat(limit.permits()).isEqualTo(3);
    }

    @Test
    void shrinksWhenRequestsAreLost() {
        ConcurrencyLimit limit = new ConcurrencyLimit();

        limit.finished(new Sample(SECOND, MILLI, 8, Answer.LOST, 0));

        assertThat(limit.permits()).isEqualTo(6);
    }

    @Test
    void staysWhereItIsWhileItIsNotUsed() {
        ConcurrencyLimit limit = new ConcurrencyLimit();

        for (int i = 1; i < 1_000; i++) {
            limit.finished(new Sample(i * MILLI, MILLI, 3, Answer.ANSWERED, 0));
        }

        assertThat(limit.permits()).isEqualTo(8);
    }

    @Test
    void learnsNothingFromOurOwnFailures() {
        ConcurrencyLimit limit = new ConcurrencyLimit();

        for (int i = 1; i < 1_000; i++) {
            limit.finished(new Sample(i * MILLI, MILLI, 8, Answer.UNRELATED, 0));
        }

        assertThat(limit.permits()).isEqualTo(8);
    }

    @Test
    void pausesForeverRatherThanOverflow() {
        ConcurrencyLimit limit = new ConcurrencyLimit();

        limit.finished(new Sample(SECOND, MILLI, 8, Answer.REFUSED, Long.MAX_VALUE));

        assertThat(limit.permits(Long.MAX_VALUE - 1)).isZero();
    }

    @Test
    void refusesBoundsThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConcurrencyLimit(8, 0, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> new ConcurrencyLimit(8, 9, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> new ConcurrencyLimit(8, 1, 7));
    }
}
