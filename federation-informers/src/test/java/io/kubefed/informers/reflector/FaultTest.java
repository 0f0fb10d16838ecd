package io.kubefed.informers.reflector;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.informers.reflector.InformerState.Phase;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultTest {

    private static final int MANY = 100;

    /** A reflector that has synced so many objects that a loss of all is remarkable, and whose server has just said 410. */
    private static Lab followingMany() {
        Lab lab = new Lab();
        Exchange watch = lab.cluster.next();
        IntStream.range(0, MANY).forEach(i -> watch.added("o" + i, 100 + i));
        watch.initialEnd(1_000);
        lab.changes.clear();
        watch.error(410, "Expired").end();
        return lab;
    }

    private static String[] objects(int from) {
        return IntStream.range(from, MANY)
                .mapToObj(i -> Json.object("o" + i, 100 + i))
                .toArray(String[]::new);
    }

    @Test
    void asksAgainBeforeItBelievesAnEmptySnapshot() {
        try (Lab lab = followingMany()) {
            Exchange lie = lab.nextAfterAWhile().initialEnd(1_100);

            assertThat(lie.isOpen()).isFalse();
            assertThat(lab.stored()).hasSize(MANY);
            assertThat(lab.state().suspicious()).isTrue();
            assertThat(lab.state().suspicions()).isEqualTo(1);
            assertThat(lab.state().phase()).isEqualTo(Phase.STALE);
            assertThat(lab.state().cause()).contains("lacks 100 of 100");

            Exchange second = lab.nextAfterAWhile();
            assertThat(second.isWatch()).isFalse();
            assertThat(second.request().query()).doesNotContainKeys("resourceVersion", "resourceVersionMatch");
            second.answer(Json.list(1_101, objects(0)));

            assertThat(lab.stored()).hasSize(MANY);
            assertThat(lab.changes).isEmpty();
            assertThat(lab.state().suspicious()).isFalse();
            assertThat(lab.state().phase()).isEqualTo(Phase.LIVE);
        }
    }

    @Test
    void asksAgainHoweverFewThereWere() {
        try (Lab lab = new Lab()) {
            Exchange watch = lab.cluster.next();
            watch.added("only", 10);
            watch.initialEnd(20);
            watch.error(410, "Expired").end();
            lab.nextAfterAWhile().initialEnd(30);

            assertThat(lab.stored()).hasSize(1);
            assertThat(lab.state().suspicious()).isTrue();

            lab.nextAfterAWhile().answer(Json.list(31));
            assertThat(lab.stored()).isEmpty();
        }
    }

    @Test
    void believesAnEmptySnapshotTheSecondTime() {
        try (Lab lab = followingMany()) {
            lab.nextAfterAWhile().initialEnd(1_100);
            lab.nextAfterAWhile().answer(Json.list(1_101));

            assertThat(lab.stored()).isEmpty();
            assertThat(lab.changes).hasSize(MANY);
            assertThat(lab.state().suspicious()).isFalse();
            assertThat(lab.state().suspicions()).isEqualTo(1);
        }
    }

    @Test
    void goesOnAskingWhenTheSecondAnswerIsLost() {
        try (Lab lab = followingMany()) {
            lab.nextAfterAWhile().initialEnd(1_100);
            lab.nextAfterAWhile().cut();

            assertThat(lab.stored()).hasSize(MANY);
            assertThat(lab.state().suspicious()).isTrue();
            Exchange third = lab.nextAfterAWhile();
            assertThat(third.isWatch()).isFalse();
            third.answer(Json.list(1_101));
            assertThat(lab.stored()).isEmpty();
        }
    }

    @Test
    void believesASnapshotThatLacksLessThanHalf() {
        try (Lab lab = followingMany()) {
            Exchange snapshot = lab.nextAfterAWhile();
            IntStream.range(50, MANY).forEach(i -> snapshot.added("o" + i, 100 + i));
            snapshot.initialEnd(1_100);

            assertThat(lab.stored()).hasSize(50);
            assertThat(lab.state().suspicions()).isZero();
        }
    }

    @Test
    void believesThatAFewOfAHandfulAreGone() {
        try (Lab lab = Lab.following()) {
            lab.cluster.exchanges().get(0).error(410, "Expired").end();
            lab.nextAfterAWhile().added("b", 7).initialEnd(1_100);

            assertThat(lab.stored()).containsOnlyKeys("b");
            assertThat(lab.state().suspicions()).isZero();
        }
    }

    @Test
    void showsATypeThatIsNotServedAndRecoversWhenItIs() {
        try (Lab lab = new Lab()) {
            lab.cluster.next().refuse(404, "NotFound");
            assertThat(lab.state().phase()).isEqualTo(Phase.NOT_SERVED);

            lab.pass(Duration.ofMillis(29_999));
            assertThat(lab.cluster.hasNext()).isFalse();
            lab.pass(Duration.ofSeconds(31));
            lab.cluster.next().added("a", 3).initialEnd(10);

            assertThat(lab.state().phase()).isEqualTo(Phase.LIVE);
            assertThat(lab.stored()).containsOnlyKeys("a");
        }
    }

    @Test
    void keepsWhatItKnowsOfATypeThatIsTakenAwayAndThenStartsAnew() {
        try (Lab lab = Lab.following()) {
            lab.cluster.exchanges().get(0).cut();
            lab.nextAfterAWhile().refuse(404, "NotFound");

            assertThat(lab.state().phase()).isEqualTo(Phase.NOT_SERVED);
            assertThat(lab.state().synced()).isTrue();
            assertThat(lab.stored()).containsOnlyKeys("a", "b");

            lab.pass(Duration.ofMinutes(1));
            Exchange back = lab.cluster.next();
            assertThat(back.isWatchList()).isTrue();
            back.initialEnd(50);
            assertThat(lab.stored()).containsOnlyKeys("a", "b");
            lab.nextAfterAWhile().answer(Json.list(51));
            assertThat(lab.stored()).isEmpty();
        }
    }

    @Test
    void showsThatItIsForbiddenAndAsksSlowly() {
        for (int code : new int[] {401, 403}) {
            try (Lab lab = Lab.following()) {
                lab.cluster.exchanges().get(0).cut();
                lab.nextAfterAWhile().refuse(code, "Forbidden");

                assertThat(lab.state().phase()).isEqualTo(Phase.FORBIDDEN);
                assertThat(lab.stored()).containsOnlyKeys("a", "b");
                lab.pass(Duration.ofMillis(29_999));
                assertThat(lab.cluster.hasNext()).isFalse();
                lab.pass(Duration.ofSeconds(31));
                Exchange allowed = lab.cluster.next();
                assertThat(allowed.query("resourceVersion")).isEqualTo("10");
                allowed.bookmark(12);
                assertThat(lab.state().phase()).isEqualTo(Phase.LIVE);
            }
        }
    }

    @Test
    void survivesAnswersThatAreNoWatch() {
        String[] nonsense = {
            "<html><body>502 Bad Gateway</body></html>",
            "upstream connect error\n",
            "{\"kind\":\"ConfigMapList\",\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[]}\n",
            "{\"type\":\"ADDED\"}\n",
            "{\"type\":\"ADDED\",\"object\":{}}\n",
            "{\"type\":\"ADDED\",\"object\":[1,2]}\n",
            "{\"type\":\"ADDED\",\"object\":{\"metadata\":\"x\"}}\n",
            "{\"type\":\"SURPRISE\",\"object\":{}}\n",
            "{\"type\":\"ERROR\",\"object\":17}\n",
            "\u0000\u0001\u0002\n",
            "null\n",
            "[]\n"
        };
        for (String answer : nonsense) {
            try (Lab lab = Lab.following()) {
                lab.cluster.exchanges().get(0).cut();
                Exchange watch = lab.nextAfterAWhile();
                watch.send(answer);
                watch.end();

                assertThat(lab.state().phase()).as(answer).isEqualTo(Phase.STALE);
                assertThat(lab.state().cause()).as(answer).isNotEmpty();
                assertThat(lab.stored()).as(answer).isEqualTo(Map.of("a", "3", "b", "7"));
                assertThat(lab.cluster.open()).as(answer).isZero();
                lab.nextAfterAWhile().modified("a", 20);
                assertThat(lab.stored()).as(answer).containsEntry("a", "20");
            }
        }
    }

    @Test
    void doesNotWaitForTheEndOfAPageOfHtml() {
        try (Lab lab = Lab.following()) {
            lab.cluster.exchanges().get(0).cut();
            Exchange portal = lab.nextAfterAWhile().send(" \n<html>please log in");

            assertThat(portal.isOpen()).isFalse();
            assertThat(lab.state().phase()).isEqualTo(Phase.STALE);
            assertThat(lab.state().cause()).contains("no watch");
        }
    }

    @Test
    void survivesAnswersThatAreNoList() {
        String[] nonsense = {
            "",
            "<html><body>welcome</body></html>",
            "{}",
            "{\"kind\":\"Status\",\"status\":\"Success\"}",
            "{\"metadata\":{},\"items\":[]}",
            "{\"metadata\":{\"resourceVersion\":\"0\"},\"items\":[]}",
            "{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[{\"metadata\":{}}]}",
            "{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[",
            "{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[]}}"
        };
        for (String answer : nonsense) {
            try (Lab lab = new Lab()) {
                lab.cluster.next().refuse(400, "BadRequest");
                lab.cluster.next().answer(answer);

                assertThat(lab.state().synced()).as(answer).isFalse();
                assertThat(lab.state().cause()).as(answer).isNotEmpty();
                lab.nextAfterAWhile().answer(Json.list(10, Json.object("a", 3)));
                assertThat(lab.stored()).as(answer).containsOnlyKeys("a");
            }
        }
    }

    @Test
    void listsFromTimeToTimeWhereThereIsNoWatch() {
        try (Lab lab = new Lab()) {
            // An aggregated server may offer lists only.
            lab.cluster.answering(exchange -> {
                if (exchange.isWatch()) {
                    exchange.refuse(405, "MethodNotAllowed");
                } else {
                    exchange.answer(Json.list(lab.cluster.exchanges().size(), Json.object("a", 3)));
                }
            });
            lab.cluster.next().refuse(405, "MethodNotAllowed");
            assertThat(lab.stored()).containsOnlyKeys("a");

            lab.pass(Duration.ofMinutes(10));

            assertThat(lab.state().snapshots()).isBetween(10L, 21L);
        }
    }

    @Test
    void doesNotLoseAnEventToAListenerThatThrows() {
        try (Lab lab = new Lab()) {
            lab.writer.onChange(key -> {
                throw new IllegalStateException("a bug of a listener, thrown on purpose");
            });
            lab.cluster.next().added("a", 3).initialEnd(10).modified("a", 11);

            assertThat(lab.stored()).isEqualTo(Map.of("a", "11"));
            assertThat(lab.state().phase()).isEqualTo(Phase.LIVE);
        }
    }
}
