package io.kubefed.apiserver.crd;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which versions are preferred: stable ones, then beta, then alpha, the newest of each first; other names behind, by
 * alphabet.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority">Version priority</a>
 */
final class VersionOrder implements Comparator<String> {

    static final Comparator<String> PREFERRED_FIRST = new VersionOrder();

    private static final Pattern VERSION = Pattern.compile("v([1-9]\\d{0,8})(?:(alpha|beta)([1-9]\\d{0,8}))?");

    private VersionOrder() {}

    @Override
    public int compare(String one, String other) {
        Matcher first = VERSION.matcher(one);
        Matcher second = VERSION.matcher(other);
        boolean firstKnown = first.matches();
        boolean secondKnown = second.matches();
        if (!firstKnown || !secondKnown) {
            return firstKnown == secondKnown ? one.compareTo(other) : firstKnown ? -1 : 1;
        }
        int byStability = stability(second) - stability(first);
        if (byStability != 0) {
            return byStability;
        }
        int byMajor = number(second.group(1)) - number(first.group(1));
        return byMajor != 0 ? byMajor : number(second.group(3)) - number(first.group(3));
    }

    private static int stability(Matcher version) {
        String stage = version.group(2);
        return stage == null ? 2 : stage.equals("beta") ? 1 : 0;
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
