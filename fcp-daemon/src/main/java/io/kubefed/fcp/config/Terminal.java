package io.kubefed.fcp.config;

/** The one place through which the launcher prints. */
public final class Terminal {

    private Terminal() {}

    /** A line for whoever asked for it. */
    public static void say(String line) {
        System.out.println(line);
    }

    /** A line for whoever has to mend something. */
    public static void complain(String line) {
        System.err.println(line);
    }
}
