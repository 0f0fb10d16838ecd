package io.kubefed.informers.reflector;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.informers.store.Projection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListTest {

    /** A reflector in front of a server without WatchList, about to list. */
    private static Lab listing() {
        Lab lab = new Lab();
        lab.cluster.next().refuse(400, "BadRequest");
        return lab;
    }

    @Test
    void readsPageAfterPageAndWatchesFromTheirVersion() {
        try (Lab lab = listing()) {
            Exchange first = lab.cluster.next();
            assertThat(first.request().query()).containsEntry("limit", "500").doesNotContainKey("continue");
            first.answer(Json.page(10, "t1", Json.object("a", 3)));
            Exchange second = lab.cluster.next();
            assertThat(second.query("continue")).isEqualTo("t1");
            assertThat(lab.stored()).isEmpty();
            second.answer(Json.page(10, "", Json.object("b", 7)));

            assertThat(lab.stored()).isEqualTo(Map.of("a", "3", "b", "7"));
            Exchange watch = lab.cluster.next();
            assertThat(watch.request().query())
                    .containsEntry("watch", "1")
                    .containsEntry("resourceVersion", "10")
                    .containsEntry("allowWatchBookmarks", "true");
            assertThat(lab.state().resumes()).isZero();
        }
    }

    @Test
    void asksForAllAtOnceWhenTheTokenOfAPageHasExpired() {
        try (Lab lab = listing()) {
            lab.cluster.next().answer(Json.page(10, "t1", Json.object("a", 3)));
            lab.cluster.next().refuse(410, "Expired");

            Exchange whole = lab.nextAfterAWhile();
            assertThat(whole.request().query()).doesNotContainKeys("limit", "continue", "watch");
            whole.answer(Json.list(20, Json.object("a", 3), Json.object("b", 15)));

            assertThat(lab.stored()).isEqualTo(Map.of("a", "3", "b", "15"));
        }
    }

    @Test
    void givesUpAListThatStalls() {
        try (Lab lab = listing()) {
            Exchange stalled = lab.cluster.next().send("{\"kind\":\"ConfigMapList\",\"items\":[");

            lab.pass(Duration.ofSeconds(29));
            assertThat(stalled.isOpen()).isTrue();
            lab.pass(Duration.ofSeconds(2));

            assertThat(stalled.isOpen()).isFalse();
            lab.nextAfterAWhile().answer(Json.list(10));
            assertThat(lab.state().synced()).isTrue();
        }
    }

    @Test
    void waitsForAListThatIsSlowButMoves() {
        try (Lab lab = listing()) {
            Exchange slow = lab.cluster.next();
            String list = Json.list(10, Json.object("a", 3));

            for (int at = 0; at < list.length(); at++) {
                slow.send(list.substring(at, at + 1));
                lab.pass(Duration.ofSeconds(20));
            }
            slow.end();

            assertThat(lab.stored()).isEqualTo(Map.of("a", "3"));
        }
    }

    @Test
    void leavesTheStoreAloneWhenAListIsCutOff() {
        try (Lab lab = Lab.following()) {
            lab.cluster.exchanges().get(0).error(410, "Expired").end();
            lab.nextAfterAWhile().refuse(400, "BadRequest");
            String list = Json.list(20, Json.object("c", 15));

            lab.cluster.next().answer(list.substring(0, list.length() - 4));

            assertThat(lab.stored()).isEqualTo(Map.of("a", "3", "b", "7"));
            assertThat(lab.state().phase()).isEqualTo(InformerState.Phase.STALE);
            assertThat(lab.state().cause()).contains("cut off");
        }
    }

    @Test
    void doesNotFollowAPageThatFollowsItself() {
        try (Lab lab = listing()) {
            lab.cluster.next().answer(Json.page(10, "t1", Json.object("a", 3)));
            lab.cluster.next().answer(Json.page(10, "t1", Json.object("a", 3)));

            assertThat(lab.cluster.hasNext()).isFalse();
            assertThat(lab.state().cause()).contains("follows itself");
        }
    }

    @Test
    void doesNotNestPages() {
        try (Lab lab = new Lab()) {
            lab.cluster.answering(exchange -> {
                int page = exchange.query("continue").isEmpty() ? 0 : Integer.parseInt(exchange.query("continue"));
                if (!exchange.isWatch()) {
                    String next = page < 10_000 ? Integer.toString(page + 1) : "";
                    exchange.answer(Json.page(10, next, Json.object("o" + page, 3)));
                }
            });
            lab.cluster.next().refuse(400, "BadRequest");

            assertThat(lab.state().objects()).isEqualTo(10_001);
        }
    }

    @Test
    void selectsByLabelAndField() {
        Selection selection = new Selection(
                Lab.CONFIG_MAPS,
                "",
                Projection.metadata("fcp:test"),
                "federation.kubefed.io/owner=u1",
                "metadata.name!=x");
        try (Lab lab = new Lab(ReflectorSettings.STANDARD, selection)) {
            lab.cluster.next().refuse(400, "BadRequest");
            lab.cluster.next().answer(Json.list(10));
            lab.cluster.next();

            assertThat(lab.cluster.exchanges())
                    .hasSize(3)
                    .allSatisfy(exchange -> assertThat(exchange.request().query())
                            .containsEntry("labelSelector", "federation.kubefed.io/owner=u1")
                            .containsEntry("fieldSelector", "metadata.name!=x"));
        }
    }
}
