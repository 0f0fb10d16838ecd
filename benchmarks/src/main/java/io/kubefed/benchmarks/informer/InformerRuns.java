package io.kubefed.benchmarks.informer;

import io.kubefed.benchmarks.process.JavaProcess;
import io.kubefed.benchmarks.process.Samples;
import io.kubefed.benchmarks.server.PodServerMain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both sides in turn, A B B A, each time in a new JVM, on one server. */
final class InformerRuns {

    private final List<Map<String, String>> ours = new ArrayList<>();
    private final List<Map<String, String>> theirs = new ArrayList<>();

    private InformerRuns() {}

    static InformerRuns run(int pairs, int pods, List<String> jvm, String... arguments) {
        InformerRuns runs = new InformerRuns();
        try (JavaProcess server = JavaProcess.start(List.of("-Xmx1g"), PodServerMain.class, Integer.toString(pods))) {
            String url = "http://127.0.0.1:" + server.await("port");
            for (int i = 0; i < pairs; i++) {
                if (i % 2 == 0) {
                    runs.ours.add(side("kubefed", url, pods, jvm, arguments));
                    runs.theirs.add(side("fabric8", url, pods, jvm, arguments));
                } else {
                    runs.theirs.add(side("fabric8", url, pods, jvm, arguments));
                    runs.ours.add(side("kubefed", url, pods, jvm, arguments));
                }
            }
        }
        return runs;
    }

    private static Map<String, String> side(String name, String url, int pods, List<String> jvm, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--side=" + name, "--url=" + url, "--pods=" + pods));
        try (JavaProcess side = JavaProcess.start(jvm, SideMain.class, all.toArray(String[]::new))) {
            return side.awaitEnd();
        }
    }

    Samples ours(String measure) {
        return samples(ours, measure);
    }

    Samples theirs(String measure) {
        return samples(theirs, measure);
    }

    private static Samples samples(List<Map<String, String>> runs, String measure) {
        return new Samples(runs.stream()
                .mapToDouble(run -> Double.parseDouble(run.get(measure)))
                .toArray());
    }
}
