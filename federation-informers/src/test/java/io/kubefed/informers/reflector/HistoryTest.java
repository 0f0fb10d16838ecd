package io.kubefed.informers.reflector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens to the objects, the server and the connection, the store ends where the server is. */
class HistoryTest {

    private static final int STEPS = 150;
    private static final int NAMES = 8;

    @Property(tries = 300)
    void endsWhereTheServerIs(@ForAll long seed, @ForAll boolean watchList) {
        Random random = new Random(seed);
        ToyServer server = new ToyServer(random);
        if (!watchList) {
            server.withoutWatchList();
        }
        try (Lab lab = new Lab(ReflectorSettings.STANDARD.paged(3))) {
            lab.cluster.answering(server);
            server.failing(0.3);
            Map<String, Long> shown = new HashMap<>();
            for (int step = 0; step < STEPS; step++) {
                step(random, server, lab);
                checkThatNothingGoesBack(lab, shown);
            }

            server.failing(0);
            for (int i = 0; i < 300; i++) {
                lab.pass(Duration.ofSeconds(1));
                server.bookmark();
            }

            assertThat(lab.stored()).isEqualTo(server.truth());
            assertThat(lab.state().phase()).isEqualTo(InformerState.Phase.LIVE);
            assertThat(lab.cluster.open()).isLessThanOrEqualTo(1);
        }
    }

    private static void step(Random random, ToyServer server, Lab lab) {
        String name = "o" + random.nextInt(NAMES);
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> server.put(name);
            case 3, 4 -> lab.writer.offer(lab.entry(name, server.put(name)));
            case 5, 6 -> server.delete(name);
            case 7, 8 -> server.flush();
            case 9 -> server.bookmark();
            case 10 -> server.cutWatches();
            case 11 -> server.endWatches();
            case 12 -> {
                server.elsewhere();
                server.compact();
            }
            default -> lab.pass(Duration.ofMillis(random.nextInt(random.nextInt(10) == 0 ? 120_000 : 3_000)));
        }
    }

    /** Within one life of an object, later looks never show an older version. */
    private static void checkThatNothingGoesBack(Lab lab, Map<String, Long> shown) {
        lab.stored().forEach((name, version) -> {
            long now = Long.parseLong(version);
            Long before = shown.put(name, now);
            assertThat(now).as(name).isGreaterThanOrEqualTo(before == null ? 0 : before);
        });
    }
}
