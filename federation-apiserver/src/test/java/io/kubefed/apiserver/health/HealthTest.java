package io.kubefed.apiserver.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Requests;
import io.kubefed.apiserver.health.Health.Probe;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.User;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final AtomicBoolean good = new AtomicBoolean(true);
    private final Health health = new Health();

    HealthTest() {
        health.add("store", good::get, Probe.HEALTHZ, Probe.READYZ);
    }

    private String ask(Probe probe, String query, String... rest) {
        Answer answer = health.answer(probe, Requests.of("GET", "/x" + query, User.ANONYMOUS), Arrays.asList(rest));
        return answer.status() + " " + new String(((Answer.Whole) answer).body(), StandardCharsets.UTF_8);
    }

    @Test
    void saysOkAndMoreToWhoeverAsks() {
        assertThat(ask(Probe.READYZ, "")).isEqualTo("200 ok");
        assertThat(ask(Probe.READYZ, "?verbose")).isEqualTo("200 [+]ping ok\n[+]store ok\nreadyz check passed\n");
        assertThat(ask(Probe.LIVEZ, "?verbose")).isEqualTo("200 [+]ping ok\nlivez check passed\n");
    }

    @Test
    void namesTheCheckThatFails() {
        good.set(false);

        assertThat(ask(Probe.READYZ, ""))
                .isEqualTo("500 [+]ping ok\n[-]store failed: reason withheld\nreadyz check failed\n");
        assertThat(ask(Probe.LIVEZ, "")).isEqualTo("200 ok");
        assertThat(health.holds(Probe.READYZ)).isFalse();
    }

    @Test
    void leavesOutWhatIsExcluded() {
        good.set(false);

        assertThat(ask(Probe.READYZ, "?exclude=store")).isEqualTo("200 ok");
        assertThat(ask(Probe.READYZ, "?verbose&exclude=store&exclude=nope"))
                .isEqualTo(
                        "200 [+]ping ok\n[+]store excluded: ok\n"
                                + "warn: some health checks cannot be excluded: no matches for \"nope\"\nreadyz check passed\n");
    }

    @Test
    void answersForOneCheck() {
        assertThat(ask(Probe.READYZ, "", "ping")).isEqualTo("200 ok");
        assertThat(ask(Probe.READYZ, "", "nope")).startsWith("404");
        good.set(false);
        assertThat(ask(Probe.READYZ, "", "store")).startsWith("500 [-]store failed");
        assertThat(List.of(Probe.values())).hasSize(3);
    }
}
