package io.kubefed.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Schedules by the thousand: {@code -Dsimulation.seeds=N} for another number of them, {@code -Dsimulation.seed=S} for the one that
 * failed, with its journal.
 */
class SimulationTest {

    private static final String REPLAY = "build/mvn -q test -pl simulation -am -Dtest=SimulationTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=";

    @Test
    void holdsWhateverHappens() {
        Long one = Long.getLong("simulation.seed");
        if (one != null) {
            List<String> failure = live(one);
            Transcript.print(failure);
            assertThat(failure).filteredOn(line -> line.contains("VIOLATION")).isEmpty();
            return;
        }
        int seeds = Integer.getInteger("simulation.seeds", 1_000);
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < seeds && failures.size() < 10; seed++) {
            Simulation simulation = new Simulation(seed);
            simulation.run();
            if (!simulation.journal().violations().isEmpty()) {
                failures.add("seed " + seed + ": " + simulation.journal().violations() + "\n    " + REPLAY + seed);
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void isTheSameForTheSameSeed() {
        for (long seed = 0; seed < 8; seed++) {
            assertThat(live(seed)).isEqualTo(live(seed));
        }
    }

    private static List<String> live(long seed) {
        Simulation simulation = new Simulation(seed);
        simulation.run();
        return simulation.journal().lines();
    }
}
