package io.kubefed.informers.reflector;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.informers.reflector.InformerState.Phase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Duration SILENCE = ReflectorSettings.STANDARD.silence();

    private static Exchange open(Lab lab) {
        return lab.cluster.exchanges().get(lab.cluster.exchanges().size() - 1);
    }

    @Test
    void resumesAtOnceFromTheLastVersionAfterACleanEnd() {
        try (Lab lab = Lab.following()) {
            lab.pass(Duration.ofMinutes(1));
            open(lab).modified("a", 12);
            lab.pass(Duration.ofMinutes(1));
            open(lab).bookmark(20).end();

            Exchange next = lab.cluster.next();
            assertThat(next.query("resourceVersion")).isEqualTo("20");
            assertThat(next.isWatchList()).isFalse();
            assertThat(lab.state().phase()).isEqualTo(Phase.LIVE);
            assertThat(lab.state().resumes()).isEqualTo(1);
            assertThat(lab.state().snapshots()).isEqualTo(1);
        }
    }

    @Test
    void waitsBeforeItAsksAServerThatEndsWatchesAtOnce() {
        try (Lab lab = Lab.following()) {
            int requests = 0;
            open(lab).cut();
            for (int i = 0; i < 600; i++) {
                if (lab.cluster.hasNext()) {
                    lab.cluster.next().end();
                    requests++;
                }
                lab.pass(Duration.ofSeconds(1));
            }

            assertThat(requests).isBetween(10, 100);
        }
    }

    @Test
    void keepsItsPlaceInAnEventThatWasCutOff() {
        try (Lab lab = Lab.following()) {
            open(lab)
                    .modified("a", 11)
                    .send("{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"resou")
                    .cut();

            assertThat(lab.nextAfterAWhile().query("resourceVersion")).isEqualTo("11");
        }
    }

    @Test
    void takesTheCutOffRestOfACleanlyEndedWatchForAFault() {
        try (Lab lab = Lab.following()) {
            open(lab)
                    .modified("a", 11)
                    .send("{\"type\":\"DELETED\",\"object\":{\"metadata\":{\"name\":\"b\"")
                    .end();

            assertThat(lab.stored()).isEqualTo(Map.of("a", "11", "b", "7"));
            assertThat(lab.state().phase()).isEqualTo(Phase.STALE);
            assertThat(lab.nextAfterAWhile().query("resourceVersion")).isEqualTo("11");
        }
    }

    @Test
    void takesANewSnapshotWhenTheStreamSaysItsVersionIsGone() {
        try (Lab lab = Lab.following()) {
            open(lab).error(410, "Expired").end();

            assertThat(lab.stored()).containsOnlyKeys("a", "b");
            Exchange snapshot = lab.nextAfterAWhile();
            assertThat(snapshot.isWatchList()).isTrue();
            snapshot.added("b", 7).added("c", 30).initialEnd(31);

            assertThat(lab.stored()).isEqualTo(Map.of("b", "7", "c", "30"));
            assertThat(lab.changes).containsExactlyInAnyOrder("a", "c");
            assertThat(lab.state().snapshots()).isEqualTo(2);
        }
    }

    @Test
    void takesANewSnapshotWhenTheAnswerItselfSaysItsVersionIsGone() {
        try (Lab lab = Lab.following()) {
            open(lab).cut();
            lab.nextAfterAWhile().refuse(410, "Gone");

            assertThat(lab.nextAfterAWhile().isWatchList()).isTrue();
        }
    }

    @Test
    void takesANewSnapshotWhenItsVersionIsRefused() {
        try (Lab lab = Lab.following()) {
            open(lab).cut();
            // As a server does whose storage was replaced by another kind.
            lab.nextAfterAWhile().refuse(400, "BadRequest");

            lab.pass(Duration.ofMinutes(1));
            assertThat(lab.cluster.next().isWatchList()).isTrue();
        }
    }

    @Test
    void keepsItsVersionThroughAnyOtherError() {
        try (Lab lab = Lab.following()) {
            open(lab).error(500, "InternalError").end();

            assertThat(lab.state().cause()).contains("InternalError");
            assertThat(lab.nextAfterAWhile().query("resourceVersion")).isEqualTo("10");
        }
    }

    @Test
    void doesNotComeBackBeforeTheServerWantsIt() {
        try (Lab lab = Lab.following()) {
            open(lab).cut();
            lab.nextAfterAWhile().throttle(Duration.ofSeconds(20));

            lab.pass(Duration.ofMillis(19_999));
            assertThat(lab.cluster.hasNext()).isFalse();
            lab.pass(Duration.ofSeconds(3));
            assertThat(lab.cluster.hasNext()).isTrue();
        }
    }

    @Test
    void closesAConnectionThatIsSilentForTooLong() {
        try (Lab lab = Lab.following()) {
            Exchange halfOpen = open(lab);

            lab.pass(SILENCE.minusSeconds(1));
            assertThat(halfOpen.isOpen()).isTrue();
            lab.pass(Duration.ofSeconds(2));

            assertThat(halfOpen.isOpen()).isFalse();
            assertThat(lab.state().phase()).isEqualTo(Phase.STALE);
            assertThat(lab.state().cause()).contains("nothing heard for 100 s");
            assertThat(lab.nextAfterAWhile().query("resourceVersion")).isEqualTo("10");
        }
    }

    @Test
    void takesBookmarksForALifeSign() {
        try (Lab lab = Lab.following()) {
            for (int minute = 1; minute <= 9; minute++) {
                lab.pass(Duration.ofMinutes(1));
                open(lab).bookmark(10 + minute);
            }

            assertThat(lab.cluster.hasNext()).isFalse();
            assertThat(lab.state().version()).isEqualTo("19");
            assertThat(lab.changes).isEmpty();
        }
    }

    @Test
    void takesANewSnapshotWhenAVersionIsTwiceAnsweredWithSilence() {
        try (Lab lab = Lab.following()) {
            // A version of the future, as after a restore of the cluster: 200, and nothing, not even bookmarks.
            open(lab).bookmark(1_000_000);
            lab.pass(SILENCE.plusSeconds(1));
            assertThat(lab.nextAfterAWhile().query("resourceVersion")).isEqualTo("1000000");
            lab.pass(SILENCE.plusSeconds(1));

            Exchange snapshot = lab.nextAfterAWhile();
            assertThat(snapshot.isWatchList()).isTrue();
            snapshot.added("a", 3).initialEnd(500);
            assertThat(lab.stored()).isEqualTo(Map.of("a", "3"));
            assertThat(lab.state().version()).isEqualTo("500");
        }
    }

    @Test
    void staysWithItsVersionWhereTheServerNeverSendsBookmarks() {
        try (Lab lab = Lab.following()) {
            for (int i = 0; i < 5; i++) {
                lab.pass(SILENCE.plusSeconds(1));
                assertThat(lab.nextAfterAWhile().query("resourceVersion")).isEqualTo("10");
            }
        }
    }

    @Test
    void isLiveAgainWhenAResumedWatchWasNotRefused() {
        try (Lab lab = Lab.following()) {
            open(lab).cut();
            assertThat(lab.state().phase()).isEqualTo(Phase.STALE);
            lab.nextAfterAWhile();
            assertThat(lab.state().phase()).isEqualTo(Phase.STALE);

            lab.pass(Wire.HEAD.plusSeconds(1));

            assertThat(lab.state().phase()).isEqualTo(Phase.LIVE);
            assertThat(lab.state().cause()).isEmpty();
        }
    }

    @Test
    void isLiveAgainWithTheFirstEvent() {
        try (Lab lab = Lab.following()) {
            open(lab).cut();
            lab.nextAfterAWhile().modified("a", 12);

            assertThat(lab.state().phase()).isEqualTo(Phase.LIVE);
        }
    }

    @Test
    void asksLessAndLessOftenAndForgetsThatAfterTwoQuietMinutes() {
        try (Lab lab = Lab.following()) {
            open(lab).cut();
            int early = failuresWithin(lab, Duration.ofSeconds(20));
            failuresWithin(lab, Duration.ofMinutes(3));
            int late = failuresWithin(lab, Duration.ofMinutes(10));
            assertThat(early).isGreaterThanOrEqualTo(3);
            assertThat(late).isBetween(20, 80);

            Exchange up = lab.nextAfterAWhile();
            for (int i = 1; i <= 4; i++) {
                lab.pass(Duration.ofMinutes(1));
                up.bookmark(20 + i);
            }
            up.cut();
            lab.pass(Duration.ofMillis(801));
            assertThat(lab.cluster.hasNext()).isTrue();
        }
    }

    @Test
    void doesNotLetOldFailuresDelayASnapshot() {
        try (Lab lab = Lab.following()) {
            open(lab).cut();
            failuresWithin(lab, Duration.ofMinutes(10));
            lab.nextAfterAWhile().error(410, "Expired").end();

            lab.pass(Duration.ofMillis(801));
            assertThat(lab.cluster.next().isWatchList()).isTrue();
        }
    }

    @Test
    void doesNotStormAServerThatForgetsEveryVersionAtOnce() {
        try (Lab lab = Lab.following()) {
            open(lab).error(410, "Expired").end();
            int snapshots = 0;
            for (int i = 0; i < 600; i++) {
                if (lab.cluster.hasNext()) {
                    lab.cluster
                            .next()
                            .added("a", 3)
                            .initialEnd(20 + i)
                            .error(410, "Expired")
                            .end();
                    snapshots++;
                }
                lab.pass(Duration.ofSeconds(1));
            }

            assertThat(snapshots).isBetween(20, 100);
        }
    }

    private static int failuresWithin(Lab lab, Duration time) {
        int failures = 0;
        for (long passed = 0; passed < time.toMillis(); passed += 100) {
            if (lab.cluster.hasNext()) {
                lab.cluster.next().cut();
                failures++;
            }
            lab.pass(Duration.ofMillis(100));
        }
        return failures;
    }

    @Test
    void leavesNoConnectionAndNoAlarmWhenCancelled() {
        Lab lab = Lab.following();
        assertThat(lab.cluster.open()).isEqualTo(1);
        assertThat(lab.timer.count()).isPositive();

        lab.running.dispose();

        assertThat(lab.cluster.open()).isZero();
        assertThat(lab.timer.count()).isZero();
        lab.close();
    }

    @Test
    void leavesNothingWhenCancelledInAPause() {
        Lab lab = Lab.following();
        open(lab).cut();
        lab.running.dispose();

        assertThat(lab.timer.count()).isZero();
        lab.pass(Duration.ofMinutes(10));
        assertThat(lab.cluster.hasNext()).isFalse();
        lab.close();
    }

    @Test
    void leavesNothingWhenCancelledWithinItsFirstSnapshot() {
        Lab lab = new Lab();
        lab.cluster.next().added("a", 3);
        lab.running.dispose();

        assertThat(lab.cluster.open()).isZero();
        assertThat(lab.timer.count()).isZero();
        assertThat(lab.stored()).isEmpty();
        lab.close();
    }
}
