package io.kubefed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubefed.benchmarks.informer.EventCostMain;
import io.kubefed.benchmarks.informer.HeapCostMain;
import io.kubefed.benchmarks.micro.CpuProfiler;
import io.kubefed.benchmarks.process.Arguments;
import io.kubefed.benchmarks.process.Samples;
import io.kubefed.benchmarks.store.StoreWritesMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark with tiny sizes, so that none of them rots. What they measure here means nothing. */
class SmokeTest {

    private static final int MICRO_BENCHMARKS = 19;

    @Test
    void measuresWatchEvents() {
        String said = output(() ->
                EventCostMain.main(new String[] {"--pairs=1", "--pods=20", "--warm=1", "--measured=1", "--heap=128m"}));

        assertThat(said).contains("CPU per watch event, 20 Pods", "fabric8/kubefed");
    }

    @Test
    void measuresHeap() {
        String said = output(() -> HeapCostMain.main(new String[] {"--pairs=1", "--pods=20", "--heap=128m"}));

        assertThat(said).contains("Heap of 20 watched Pods", "retained per object", "peak in first sync");
    }

    @Test
    void measuresTheStore() {
        String said = output(() -> StoreWritesMain.main(new String[] {"--rounds=1", "--objects=50", "--writes=80"}));

        assertThat(said).contains("32 writers / 1 writer", "heap per object");
    }

    @Test
    void measuresTheParts() throws RunnerException {
        Options tiny = new OptionsBuilder()
                .include("io.kubefed.benchmarks.micro")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(10))
                .param("pods", "10")
                .param("objects", "10")
                .param("templates", "10")
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();

        assertThat(new Runner(tiny).run())
                .hasSize(MICRO_BENCHMARKS)
                .allSatisfy(result -> assertThat(result.getSecondaryResults()).containsKey("cpu"));
    }

    @Test
    void takesTheMiddleOfSeveralRuns() {
        assertThat(new Samples(9, 1, 5).median()).isEqualTo(5);
        assertThat(new Samples(1, 2).median()).isEqualTo(1.5);
        assertThat(new Samples(8, 9).over(new Samples(2, 3)).text("%.1f")).isEqualTo("3.5 (3.0 .. 4.0)");
    }

    @Test
    void refusesArgumentsThatAreNone() {
        assertThat(Arguments.of("--pods=5").number("pods", 1)).isEqualTo(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.of("pods"))
                .withMessageContaining("--name=value");
    }

    private static String output(Runnable benchmark) {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            benchmark.run();
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
