package io.kubefed.benchmarks.micro;

import java.util.ArrayList;
import java.util.List;

/** JMH with the CPU and the garbage of every operation; arguments are those of JMH, such as a part of a benchmark's name. */
public final class MicroMain {

    private MicroMain() {}

    /** Runs. */
    public static void main(String[] args) throws Exception {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("-prof", "gc", "-prof", CpuProfiler.class.getName()));
        org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    }
}
