package io.kubefed.benchmarks.informer;

import io.kubefed.benchmarks.process.Arguments;
import io.kubefed.benchmarks.process.Samples;
import io.kubefed.benchmarks.process.Terminal;
import java.util.List;

/**
 * Question: how much heap does a watched object take, and how much does it take to get to know all of them for the first time?
 *
 * <p>Distribution: 20,000 distinct Pods of 8.6 KB. The informers keep what they keep by default: ours identity, version and ownership
 * (the metadata tier, which is what is kept of members), fabric8's the objects. <i>Retained</i> is the heap after garbage collection with all
 * objects less that with sixteen. <i>Peak</i> is the largest heap in use during the first sync, garbage included, as seen before each
 * collection and at the end; <i>live peak</i> the largest after a collection. Default collector, no smallest heap, at most 4 GB.
 *
 * <p>Command: {@code benchmarks/run heap-cost [--pairs=3] [--pods=20000]}
 */
public final class HeapCostMain {

    private HeapCostMain() {}

    /** Runs. */
    public static void main(String[] args) {
        Arguments arguments = Arguments.of(args);
        int pods = arguments.number("pods", 20_000);
        InformerRuns runs =
                InformerRuns.run(arguments.number("pairs", 3), pods, List.of("-Xmx" + arguments.text("heap", "4g")));
        Terminal.print("Heap of %d watched Pods, bytes", pods);
        report(runs, "retained per object", "retained", "80");
        report(runs, "peak in first sync", "sync.peak", "8");
        report(runs, "live peak in first sync", "sync.livePeak", "none");
        Terminal.print("CPU of the first sync, JVM cold, ns");
        report(runs, "sync", "sync.cpu", "none");
    }

    private static void report(InformerRuns runs, String title, String measure, String goal) {
        Samples ours = runs.ours(measure);
        Samples theirs = runs.theirs(measure);
        Terminal.print("  %-24s kubefed %s, fabric8 %s", title, ours.text("%.0f"), theirs.text("%.0f"));
        Terminal.print(
                "  %-24s fabric8/kubefed %s   goal: %s", "", theirs.over(ours).text("%.1f"), goal);
    }
}
