package io.kubefed.e2e.differential;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What differs between two answers: one line for each place. The order of members is nobody's promise, that of lists is. */
final class Comparison {

    private final List<String> differences = new ArrayList<>();

    private Comparison() {}

    static List<String> of(Reply real, Reply ours) {
        Comparison comparison = new Comparison();
        comparison.values("status", Integer.toString(real.status()), Integer.toString(ours.status()));
        comparison.values("content type", real.contentType(), ours.contentType());
        comparison.values("warnings", words(real.warnings()), words(ours.warnings()));
        comparison.trees("", Normal.of(real.tree()), Normal.of(ours.tree()));
        return comparison.differences;
    }

    private static String words(List<String> warnings) {
        return Normal.words(String.join("\n", warnings));
    }

    private void values(String what, String real, String ours) {
        if (!real.equals(ours)) {
            differences.add(what + ": real " + real + " ours " + ours);
        }
    }

    private void trees(String path, JsonNode real, JsonNode ours) {
        if (real.isObject() && ours.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            real.fieldNames().forEachRemaining(names::add);
            ours.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> trees(path + "/" + name, real.path(name), ours.path(name)));
        } else if (real.isArray() && ours.isArray() && real.size() == ours.size()) {
            for (int i = 0; i < real.size(); i++) {
                trees(path + "/" + i, real.get(i), ours.get(i));
            }
        } else if (!same(real, ours)) {
            differences.add(path + ": real " + shown(real) + " ours " + shown(ours));
        }
    }

    private static boolean same(JsonNode real, JsonNode ours) {
        return real.isNumber() && ours.isNumber()
                ? real.decimalValue().compareTo(ours.decimalValue()) == 0
                : real.equals(ours);
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }
}
