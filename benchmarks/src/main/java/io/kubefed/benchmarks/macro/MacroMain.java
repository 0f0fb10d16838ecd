package io.kubefed.benchmarks.macro;

import io.kubefed.benchmarks.process.Arguments;
import io.kubefed.benchmarks.process.JavaProcess;
import io.kubefed.benchmarks.process.Samples;
import io.kubefed.benchmarks.process.Terminal;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealFederation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Question: how close does {@code fcp} come to a client that has nothing to decide, in rate and in CPU, when 2,000 ConfigMaps go to three
 * real members?
 *
 * <p>Distribution: batches of 2,000 ConfigMaps of 300 bytes in a namespace of their own, created while {@code fcp} is held
 * ({@code SIGSTOP}); counted from the moment it goes on until the last member has its last copy. CPU is that of its whole process until
 * all records are written as well. The bare client ({@link BareMain}) sends the same requests on servers of its own: finalizers, copies,
 * and as many records as {@code fcp} wrote for the batch before, in the same order per template, over as many connections, with the same watches open. Both are
 * warmed up with a batch each, then take turns. All servers run on the same machine, so the rate is mostly theirs.
 *
 * <p>Command: {@code benchmarks/run macro [--pairs=3] [--objects=2000] [--warm=3]}
 */
public final class MacroMain {

    private static final int MEMBERS = 3;

    private final int objects;
    private final Federation ours;
    private final Federation theirs;
    private final List<Run> runs = new ArrayList<>();
    private final List<Run> bareRuns = new ArrayList<>();
    private int batches;
    private long records;

    /** What a batch took, a copy in a member on average, and how often what was written. */
    private record Run(double perSecond, double cpuMicros, Map<String, Long> writes) {}

    private MacroMain(int objects, Federation ours, Federation theirs) {
        this.objects = objects;
        this.ours = ours;
        this.theirs = theirs;
    }

    /** Runs. */
    public static void main(String[] args) {
        run(args);
        System.exit(0);
    }

    static void run(String... args) {
        Arguments arguments = Arguments.of(args);
        try (RealFederation ours = start();
                RealFederation theirs = start()) {
            new MacroMain(arguments.number("objects", 2_000), Federation.of(ours), Federation.of(theirs))
                    .run(arguments.number("pairs", 3), arguments.number("warm", 3));
        }
    }

    private static RealFederation start() {
        return RealFederation.start(RealCluster.Shape.API_ONLY, MEMBERS, RealCluster.Shape.API_ONLY);
    }

    private static List<String> jvm() {
        List<String> options = new ArrayList<>(List.of("-Xms512m", "-Xmx512m"));
        if (Runtime.version().feature() >= 25) {
            options.add("-XX:+UseCompactObjectHeaders");
        }
        return options;
    }

    private void run(int pairs, int warm) {
        String uid = prepare(theirs);
        try (FcpProcess fcp =
                        FcpProcess.start(jvm(), ours.real().federationApi().kubeconfig());
                JavaProcess bare = bare(uid)) {
            ours.join();
            for (int i = 0; i < warm; i++) {
                Terminal.print("warm %d: fcp %s", i + 1, run(fcp));
                Terminal.print("warm %d: bare %s", i + 1, run(bare));
            }
            for (int i = 0; i < pairs; i++) {
                if (i % 2 == 0) {
                    runs.add(run(fcp));
                    bareRuns.add(run(bare));
                } else {
                    bareRuns.add(run(bare));
                    runs.add(run(fcp));
                }
                Terminal.print("pair %d: fcp %s", i + 1, runs.get(i));
                Terminal.print("pair %d: bare %s", i + 1, bareRuns.get(i));
            }
        }
        report();
    }

    /** Has {@code fcp} install what it needs, and returns the uid of the federation. */
    private static String prepare(Federation federation) {
        FcpProcess fcp =
                FcpProcess.start(jvm(), federation.real().federationApi().kubeconfig());
        try {
            federation.awaitDefinitions();
            return federation.uid();
        } finally {
            fcp.close();
        }
    }

    private JavaProcess bare(String uid) {
        return JavaProcess.start(
                jvm(),
                BareMain.class,
                "--federation=" + theirs.real().federationApi().kubeconfig(),
                "--members="
                        + theirs.real().members().stream()
                                .map(member -> member.kubeconfig().toString())
                                .collect(Collectors.joining(",")),
                "--uid=" + uid);
    }

    private Run run(FcpProcess fcp) {
        String namespace = "batch-" + ++batches;
        ours.namespace(namespace);
        fcp.hold();
        ours.templates(namespace, objects);
        Map<String, Long> before = ours.writes();
        double cpu = fcp.cpu().toNanos();
        long began = System.nanoTime();
        fcp.release();
        ours.awaitCopies(namespace, objects);
        double seconds = (System.nanoTime() - began) / 1e9;
        ours.awaitRecords(namespace, objects);
        Run run = run(seconds, fcp.cpu().toNanos() - cpu, since(before, ours.writes()));
        records = run.writes.getOrDefault("federation propagations APPLY", 0L);
        return run;
    }

    private Run run(JavaProcess bare) {
        String namespace = "batch-" + ++batches;
        theirs.namespace(namespace);
        theirs.templates(namespace, objects);
        bare.tell(namespace + " " + records);
        bare.await("prepared");
        Map<String, Long> before = theirs.writes();
        long began = System.nanoTime();
        bare.tell("go");
        theirs.awaitCopies(namespace, objects);
        double seconds = (System.nanoTime() - began) / 1e9;
        double cpu = Double.parseDouble(bare.await("cpu"));
        return run(seconds, cpu, since(before, theirs.writes()));
    }

    private Run run(double seconds, double cpuNanos, Map<String, Long> writes) {
        double copies = (double) objects * MEMBERS;
        return new Run(copies / seconds, cpuNanos / 1e3 / copies, writes);
    }

    private static Map<String, Long> since(Map<String, Long> before, Map<String, Long> now) {
        Map<String, Long> since = new TreeMap<>(now);
        before.forEach((what, count) -> since.merge(what, -count, Long::sum));
        since.values().removeIf(count -> count == 0);
        return since;
    }

    private void report() {
        Terminal.print("%d ConfigMaps to %d members", objects, MEMBERS);
        compare("copies per second", Run::perSecond, "0.90 or more");
        compare("CPU per copy, us", Run::cpuMicros, "2.00 or less");
        Terminal.print("  requests of the last batch, as the servers count them");
        Terminal.print("    fcp  " + runs.get(runs.size() - 1).writes);
        Terminal.print("    bare " + bareRuns.get(bareRuns.size() - 1).writes);
    }

    private void compare(String title, ToDoubleFunction<Run> measure, String goal) {
        Samples fcp = new Samples(runs.stream().mapToDouble(measure).toArray());
        Samples bare = new Samples(bareRuns.stream().mapToDouble(measure).toArray());
        Terminal.print("  %-18s fcp %s, bare %s", title, fcp.text("%.0f"), bare.text("%.0f"));
        Terminal.print("  %-18s fcp/bare %s   goal: %s", "", fcp.over(bare).text("%.2f"), goal);
    }
}
