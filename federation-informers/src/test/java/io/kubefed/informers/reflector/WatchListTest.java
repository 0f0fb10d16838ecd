package io.kubefed.informers.reflector;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.informers.reflector.InformerState.Phase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchListTest {

    @Test
    void takesItsFirstSnapshotByWatchList() {
        try (Lab lab = new Lab()) {
            Exchange watch = lab.cluster.next();

            assertThat(watch.request().path()).isEqualTo("/api/v1/configmaps");
            assertThat(watch.request().query())
                    .containsEntry("watch", "1")
                    .containsEntry("sendInitialEvents", "true")
                    .containsEntry("resourceVersionMatch", "NotOlderThan")
                    .containsEntry("allowWatchBookmarks", "true")
                    .doesNotContainKey("resourceVersion");
            assertThat(Integer.parseInt(watch.query("timeoutSeconds"))).isBetween(300, 600);
        }
    }

    @Test
    void showsTheInitialEventsAllAtOnceAtTheAnnotatedBookmark() {
        try (Lab lab = new Lab()) {
            Exchange watch = lab.cluster.next().added("a", 3).added("b", 7);

            assertThat(lab.stored()).isEmpty();
            assertThat(lab.state().synced()).isFalse();
            assertThat(lab.state().phase()).isEqualTo(Phase.INITIALISING);

            watch.initialEnd(10);

            assertThat(lab.stored()).isEqualTo(Map.of("a", "3", "b", "7"));
            assertThat(lab.changes).containsExactlyInAnyOrder("a", "b");
            assertThat(lab.state().phase()).isEqualTo(Phase.LIVE);
            assertThat(lab.state().version()).isEqualTo("10");
            assertThat(lab.state().snapshots()).isEqualTo(1);
            assertThat(lab.state().objects()).isEqualTo(2);
        }
    }

    @Test
    void goesOnWithTheSameConnectionAfterTheSnapshot() {
        try (Lab lab = new Lab()) {
            Exchange watch = lab.cluster.next().added("a", 3).added("b", 7).initialEnd(10);

            watch.modified("a", 11).deleted("b", 12).added("c", 13);

            assertThat(lab.stored()).isEqualTo(Map.of("a", "11", "c", "13"));
            assertThat(lab.state().version()).isEqualTo("13");
            assertThat(lab.state().events()).isEqualTo(3);
            assertThat(lab.cluster.hasNext()).isFalse();
        }
    }

    @Test
    void takesChangesAmongTheInitialEvents() {
        try (Lab lab = new Lab()) {
            lab.cluster
                    .next()
                    .added("a", 3)
                    .added("b", 7)
                    .modified("a", 11)
                    .deleted("b", 12)
                    .modified("c", 13)
                    .initialEnd(13);

            assertThat(lab.stored()).isEqualTo(Map.of("a", "11", "c", "13"));
        }
    }

    @Test
    void isNotSyncedByAPlainBookmark() {
        try (Lab lab = new Lab()) {
            Exchange watch = lab.cluster.next().added("a", 3).bookmark(10);

            assertThat(lab.state().synced()).isFalse();
            assertThat(lab.stored()).isEmpty();

            watch.added("b", 7).initialEnd(11);

            assertThat(lab.stored()).containsOnlyKeys("a", "b");
        }
    }

    @Test
    void leavesNoGhostOfAnObjectThatWentWhileTheInitialEventsWereCut() {
        try (Lab lab = new Lab()) {
            lab.cluster.next().added("a", 3).added("gone", 7).cut();

            Exchange second = lab.nextAfterAWhile();
            assertThat(second.isWatchList()).isTrue();
            second.added("a", 3).initialEnd(12);

            assertThat(lab.stored()).isEqualTo(Map.of("a", "3"));
        }
    }

    @Test
    void resumesWithoutInitialEventsAndSoSeesWhatWasDeletedMeanwhile() {
        try (Lab lab = new Lab()) {
            lab.cluster.next().added("a", 3).added("b", 7).initialEnd(10).cut();

            Exchange resumed = lab.nextAfterAWhile();
            assertThat(resumed.request().query())
                    .containsEntry("resourceVersion", "10")
                    .doesNotContainKey("sendInitialEvents")
                    .doesNotContainKey("resourceVersionMatch");
            resumed.deleted("b", 12);

            assertThat(lab.stored()).isEqualTo(Map.of("a", "3"));
        }
    }

    @Test
    void listsWhereTheServerRefusesWatchListAndRemembersThat() {
        try (Lab lab = new Lab()) {
            lab.cluster.next().refuse(422, "Invalid");

            Exchange list = lab.cluster.next();
            assertThat(list.isWatch()).isFalse();
            list.answer(Json.list(10, Json.object("a", 3)));
            assertThat(lab.stored()).isEqualTo(Map.of("a", "3"));

            lab.cluster.next().error(410, "Expired").end();
            assertThat(lab.nextAfterAWhile().isWatch()).isFalse();
        }
    }

    @Test
    void listsWhereTheEndOfTheInitialEventsNeverComesAndRemembersThat() {
        try (Lab lab = new Lab()) {
            Exchange endless = lab.cluster.next().added("a", 3);

            lab.pass(ReflectorSettings.STANDARD.stall().plusMillis(1));

            assertThat(endless.isOpen()).isFalse();
            lab.cluster.next().answer(Json.list(10, Json.object("a", 3)));
            assertThat(lab.stored()).isEqualTo(Map.of("a", "3"));
            lab.cluster.next().error(410, "Expired").end();
            assertThat(lab.nextAfterAWhile().isWatch()).isFalse();
        }
    }

    @Test
    void listsWhereEventsGoOnWithoutAnEndForFiveMinutes() {
        try (Lab lab = new Lab()) {
            Exchange endless = lab.cluster.next();

            for (int i = 1; i <= 30; i++) {
                endless.modified("busy", i);
                lab.pass(Duration.ofSeconds(10));
            }
            lab.pass(Duration.ofSeconds(1));

            assertThat(endless.isOpen()).isFalse();
            assertThat(lab.cluster.next().isWatch()).isFalse();
        }
    }

    @Test
    void doesNotBlameWatchListForADeadCluster() {
        try (Lab lab = new Lab()) {
            lab.cluster.next();
            lab.pass(ReflectorSettings.STANDARD.stall().plusMillis(1));
            lab.cluster.next().cut();

            assertThat(lab.nextAfterAWhile().isWatchList()).isTrue();
        }
    }

    @Test
    void listsAfterTwoStreamsThatEndedTooEarlyButTriesWatchListTheNextTime() {
        try (Lab lab = new Lab()) {
            lab.cluster.next().added("a", 3).end();
            lab.nextAfterAWhile().added("a", 3).end();

            Exchange list = lab.nextAfterAWhile();
            assertThat(list.isWatch()).isFalse();
            list.answer(Json.list(10, Json.object("a", 3)));
            lab.cluster.next().error(410, "Expired").end();
            assertThat(lab.nextAfterAWhile().isWatchList()).isTrue();
        }
    }

    @Test
    void readsTextThatIsCutAnywhere() {
        for (int pieceBytes = 1; pieceBytes < 40; pieceBytes++) {
            try (Lab lab = new Lab()) {
                lab.cluster
                        .next()
                        .send(
                                "{\"type\":\"ADDED\",\"object\":" + Json.object("a", 3)
                                        + "}\n{\"type\":\"BOOKMARK\",\"object\":" + Json.initialEnd(10) + "}\n",
                                pieceBytes);

                assertThat(lab.stored()).isEqualTo(Map.of("a", "3"));
            }
        }
    }
}
