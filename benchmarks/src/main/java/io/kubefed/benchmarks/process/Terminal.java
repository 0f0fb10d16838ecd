package io.kubefed.benchmarks.process;

/** Where results are printed. */
public final class Terminal {

    private Terminal() {}

    /** Prints a line. */
    public static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Prints a line made of a format, with a point in its numbers whatever the locale. */
    public static void print(String format, Object... values) {
        print(String.format(java.util.Locale.ROOT, format, values));
    }
}
