package io.kubefed.e2e.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays scenarios to both servers, and says what was different. */
final class Rehearsal {

    private final Endpoint real;
    private final Endpoint ours;
    private final Differences known;
    private final String prefix;
    private final AtomicInteger namespaces = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    /** @param prefix what the names of namespaces begin with */
    Rehearsal(Endpoint real, Endpoint ours, Differences known, String prefix) {
        this.prefix = prefix;
        this.real = real;
        this.ours = ours;
        this.known = known;
    }

    /** One line for each difference that nobody explained; each tells its request. */
    List<String> play(Scenario scenario) {
        String namespace = prefix + namespaces.incrementAndGet();
        Side one = new Side(real, namespace);
        Side other = new Side(ours, namespace);
        List<String> differences = new ArrayList<>();
        int number = 0;
        for (Step step : scenario.steps()) {
            number++;
            if (step.waits()) {
                one.await(step);
                other.await(step);
                continue;
            }
            requests.incrementAndGet();
            Reply expected = one.send(step, number);
            Reply actual = other.send(step, number);
            for (String difference : Comparison.of(expected, actual)) {
                if (!known.isKnown(scenario.name(), difference)) {
                    differences.add("step " + number + " " + step + "\n    " + difference);
                }
            }
        }
        return differences;
    }

    int requests() {
        return requests.get();
    }
}
