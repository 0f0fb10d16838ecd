package io.kubefed.benchmarks.informer;

import io.kubefed.benchmarks.process.Arguments;
import io.kubefed.benchmarks.process.Samples;
import io.kubefed.benchmarks.process.Terminal;
import java.util.List;

/**
 * Question: how much CPU does a watch event cost, from the socket to the listener of the informer, when everything is warm?
 *
 * <p>Distribution: 16,384 distinct Pods of 8.6 KB with field names of their own in {@code managedFields}; every one changes once a
 * round, as fast as the reader can. Five rounds to warm up, four measured. Plain HTTP over loopback, one event per chunk (ours) or
 * WebSocket frame (fabric8's default). Counted is all CPU of the client's JVM, its collector and compiler included; 3 GB of heap.
 *
 * <p>Command: {@code benchmarks/run event-cost [--pairs=3] [--pods=16384] [--warm=5] [--measured=4]}
 */
public final class EventCostMain {

    private EventCostMain() {}

    /** Runs. */
    public static void main(String[] args) {
        Arguments arguments = Arguments.of(args);
        int pods = arguments.number("pods", 16_384);
        String heap = arguments.text("heap", "3g");
        InformerRuns runs = InformerRuns.run(
                arguments.number("pairs", 3),
                pods,
                List.of("-Xms" + heap, "-Xmx" + heap),
                "--warm=" + arguments.number("warm", 5),
                "--measured=" + arguments.number("measured", 4));
        Samples ours = runs.ours("event.cpu");
        Samples theirs = runs.theirs("event.cpu");
        Terminal.print("CPU per watch event, %d Pods, ns", pods);
        Terminal.print("  kubefed          " + ours.text("%.0f"));
        Terminal.print("  fabric8          " + theirs.text("%.0f"));
        Terminal.print("  fabric8/kubefed  " + theirs.over(ours).text("%.1f") + "   goal: 15 or more");
    }
}
