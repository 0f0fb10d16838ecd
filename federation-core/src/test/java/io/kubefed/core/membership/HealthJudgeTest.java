package io.kubefed.core.membership;

import static io.kubefed.core.membership.Health.NOT_READY;
import static io.kubefed.core.membership.Health.OFFLINE;
import static io.kubefed.core.membership.Health.READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubefed.core.membership.HealthJudge.Thresholds;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.Condition.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthJudgeTest {

    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

    private HealthJudge judge = HealthJudge.unprobed(Thresholds.DEFAULT);

    @Test
    void knowsNothingBeforeTheFirstProbe() {
        assertThat(judge.verdict()).isEqualTo(NOT_READY);
        assertThat(judge.probed()).isFalse();
        assertThat(judge.conditions(List.of(), START))
                .extracting(Condition::type, Condition::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Ready", Status.UNKNOWN),
                        org.assertj.core.groups.Tuple.tuple("Offline", Status.UNKNOWN));
    }

    @ParameterizedTest
    @EnumSource(Health.class)
    void believesTheFirstProbeAtOnce(Health health) {
        hear(health, 0);

        assertThat(judge.verdict()).isEqualTo(health);
        assertThat(judge.probed()).isTrue();
    }

    @Test
    void keepsAReadyMemberThroughTwoBadProbes() {
        hear(READY, 0);
        hear(OFFLINE, 40);
        hear(OFFLINE, 80);
        assertThat(judge.verdict()).isEqualTo(READY);

        hear(OFFLINE, 81);
        assertThat(judge.verdict()).isEqualTo(OFFLINE);
    }

    @Test
    void keepsAReadyMemberUntilTheFirstFailureIsGraceOld() {
        hear(READY, 0);
        hear(OFFLINE, 1);
        hear(OFFLINE, 2);
        hear(OFFLINE, 3);
        hear(OFFLINE, 10);
        assertThat(judge.verdict()).isEqualTo(READY);

        hear(OFFLINE, 11);
        assertThat(judge.verdict()).isEqualTo(OFFLINE);
    }

    @Test
    void beginsToCountAnewAfterAGoodProbe() {
        hear(READY, 0);
        hear(OFFLINE, 10);
        hear(OFFLINE, 20);
        hear(READY, 30);
        hear(OFFLINE, 40);
        hear(OFFLINE, 50);
        assertThat(judge.verdict()).isEqualTo(READY);

        hear(NOT_READY, 60);
        assertThat(judge.verdict()).isEqualTo(NOT_READY);
    }

    @Test
    void bringsAMemberBackAfterTwoGoodProbesInARow() {
        hear(OFFLINE, 0);
        hear(READY, 10);
        assertThat(judge.verdict()).isEqualTo(OFFLINE);
        hear(OFFLINE, 20);
        hear(READY, 30);
        assertThat(judge.verdict()).isEqualTo(OFFLINE);

        hear(READY, 40);
        assertThat(judge.verdict()).isEqualTo(READY);
    }

    @Test
    void saysAtOnceWhetherAMemberThatIsOutAnswers() {
        hear(OFFLINE, 0);
        hear(NOT_READY, 1);
        assertThat(judge.verdict()).isEqualTo(NOT_READY);

        hear(OFFLINE, 2);
        assertThat(judge.verdict()).isEqualTo(OFFLINE);
    }

    @Test
    void showsV1sWords() {
        hear(READY, 0);
        assertThat(judge.conditions(List.of(), START))
                .containsExactly(
                        new Condition("Ready", Status.TRUE, "ClusterReady", "/healthz responded with ok", START),
                        new Condition("Offline", Status.FALSE, "ClusterReachable", "cluster is reachable", START));

        judge = HealthJudge.unprobed(Thresholds.DEFAULT);
        hear(NOT_READY, 0);
        assertThat(judge.conditions(List.of(), START))
                .containsExactly(
                        new Condition("Ready", Status.FALSE, "ClusterNotReady", "NOT_READY", START),
                        new Condition("Offline", Status.FALSE, "ClusterReachable", "cluster is reachable", START));

        hear(OFFLINE, 1);
        assertThat(judge.conditions(List.of(), START))
                .containsExactly(
                        new Condition("Ready", Status.FALSE, "ClusterNotReachable", "OFFLINE", START),
                        new Condition(
                                "Offline", Status.TRUE, "ClusterNotReachable", "cluster is not reachable", START));
    }

    @Test
    void givesTheReasonOfItsVerdictWhileAGoodProbeDoesNotYetOverturnIt() {
        hear(OFFLINE, 0);
        List<Condition> before = judge.conditions(List.of(), START);

        hear(READY, 10);

        assertThat(judge.conditions(before, START.plusSeconds(10))).isEqualTo(before);
    }

    @Test
    void keepsTheTransitionTimeOfAStatusThatStays() {
        hear(OFFLINE, 0);
        List<Condition> offline = judge.conditions(List.of(), START);
        hear(NOT_READY, 10);
        List<Condition> back = judge.conditions(offline, START.plusSeconds(10));

        assertThat(back).extracting(Condition::type).containsExactly("Ready", "Offline");
        assertThat(back).extracting(Condition::lastTransition).containsExactly(START, START.plusSeconds(10));
    }

    @Property
    void doesNotTakeAReadyMemberOutOnFewerFailuresThanItsThreshold(@ForAll List<Boolean> probes) {
        HealthJudge patient =
                HealthJudge.unprobed(new Thresholds(3, 2, Duration.ZERO)).after(new Probe(READY, "ok"), START);
        int bad = 0;
        for (int i = 0; i < probes.size(); i++) {
            boolean wasReady = patient.verdict() == READY;
            bad = probes.get(i) ? 0 : bad + 1;
            patient = patient.after(new Probe(probes.get(i) ? READY : OFFLINE, "x"), START.plusSeconds(i));
            assertThat(wasReady && patient.verdict() != READY).isEqualTo(wasReady && bad >= 3);
            assertThat(patient.conditions(List.of(), START)).hasSize(2);
        }
    }

    @Test
    void refusesThresholdsBelowOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(0, 1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(1, 0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(1, 1, Duration.ofMillis(-1)));
    }

    private void hear(Health health, int second) {
        judge = judge.after(new Probe(health, health.name()), START.plusSeconds(second));
    }
}
