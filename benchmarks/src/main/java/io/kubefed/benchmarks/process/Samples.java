package io.kubefed.benchmarks.process;

import java.util.Arrays;
import java.util.Locale;

/** What several runs gave, in the order in which they ran. */
public record Samples(double... values) {

    /** The one in the middle. */
    public double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Run by run, how many times as much as the other; both ran in the same minutes. */
    public Samples over(Samples other) {
        double[] ratios = new double[values.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = values[i] / other.values[i];
        }
        return new Samples(ratios);
    }

    /** The median, and between what it is. */
    public String text(String format) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        String each = format + " (" + format + " .. " + format + ")";
        return String.format(Locale.ROOT, each, median(), sorted[0], sorted[sorted.length - 1]);
    }
}
