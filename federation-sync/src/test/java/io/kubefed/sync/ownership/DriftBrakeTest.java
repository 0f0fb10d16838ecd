package io.kubefed.sync.ownership;

import static io.kubefed.sync.Fixtures.KEY;
import static io.kubefed.sync.Fixtures.NAMESPACES;
import static io.kubefed.sync.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.TemplateKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DriftBrakeTest {

    private final DriftBrake brake = new DriftBrake();

    private Duration ask(long second) {
        return brake.ask(KEY, NOW.plusSeconds(second));
    }

    private void quarrel() {
        for (int second = 0; second < 5; second++) {
            assertThat(ask(second)).isZero();
        }
    }

    @Test
    void letsFiveRepairsThroughAndThenOneAMinute() {
        quarrel();

        assertThat(ask(5)).isEqualTo(Duration.ofSeconds(59));
        assertThat(ask(63)).isEqualTo(Duration.ofSeconds(1));
        assertThat(ask(64)).isZero();
        assertThat(ask(65)).isEqualTo(Duration.ofSeconds(59));
    }

    @Test
    void forgivesARivalThatWasQuietForTenMinutes() {
        quarrel();

        assertThat(ask(4 + 601)).isZero();
        assertThat(ask(4 + 602)).isZero();
    }

    @Test
    void doesNotForgiveEarlier() {
        quarrel();

        assertThat(ask(4 + 599)).isZero();
        assertThat(ask(4 + 600)).isEqualTo(Duration.ofSeconds(59));
    }

    @Test
    void doesNotMakeOneTemplatePayForAnother() {
        quarrel();
        TemplateKey other = new TemplateKey(NAMESPACES, ObjectKey.clusterScoped("web"));

        assertThat(brake.ask(other, NOW.plusSeconds(5))).isZero();
    }
}
