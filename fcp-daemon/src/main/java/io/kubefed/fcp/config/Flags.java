package io.kubefed.fcp.config;

/** Flags as v1 and other Kubernetes servers take them. */
public final class Flags {

    private Flags() {}

    /** The word with a flag's name spelled with dashes: underscores are accepted, in names only. */
    public static String normalised(String word) {
        if (!word.startsWith("-")) {
            return word;
        }
        int end = word.indexOf('=');
        return end < 0 ? word.replace('_', '-') : word.substring(0, end).replace('_', '-') + word.substring(end);
    }
}
