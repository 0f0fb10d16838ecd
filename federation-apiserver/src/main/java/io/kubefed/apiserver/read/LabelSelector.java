package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.request.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A label selector as text, such as {@code app=shop,tier in (front,back),!canary}.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors">Label selectors</a>
 */
final class LabelSelector implements Predicate<JsonNode> {

    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    private final List<Predicate<JsonNode>> requirements = new ArrayList<>();
    private final String text;
    private int at;

    private LabelSelector(String text) {
        this.text = text;
    }

    /**
     * Reads a selector; the empty one selects everything.
     *
     * @throws Refusal with 400 if it is none
     */
    static LabelSelector parse(String text) {
        LabelSelector selector = new LabelSelector(text);
        selector.read();
        return selector;
    }

    /** Whether it selects by anything at all. */
    boolean selective() {
        return !requirements.isEmpty();
    }

    @Override
    public boolean test(JsonNode object) {
        JsonNode labels = object.path("metadata").path("labels");
        for (Predicate<JsonNode> requirement : requirements) {
            if (!requirement.test(labels)) {
                return false;
            }
        }
        return true;
    }

    private void read() {
        skipBlanks();
        while (at < text.length()) {
            requirements.add(requirement());
            skipBlanks();
            if (at < text.length()) {
                expect(",", "',' or 'end of string'");
                skipBlanks();
                if (at == text.length()) {
                    throw refused("", "identifier after ','");
                }
            }
        }
    }

    private Predicate<JsonNode> requirement() {
        if (at < text.length() && "=<>(),".indexOf(text.charAt(at)) >= 0) {
            throw new SelectorError("found '" + next() + "', expected: !, identifier, or 'end of string'");
        }
        if (take("!")) {
            String key = key();
            return labels -> !labels.has(key);
        }
        String key = key();
        skipBlanks();
        if (take("==") || take("=")) {
            Set<String> values = Set.of(value());
            return labels -> isIn(labels, key, values);
        }
        if (take("!=")) {
            Set<String> values = Set.of(value());
            return labels -> !isIn(labels, key, values);
        }
        if (take(">")) {
            long bound = number();
            return labels -> numberOf(labels, key, Long.MIN_VALUE) > bound;
        }
        if (take("<")) {
            long bound = number();
            return labels -> numberOf(labels, key, Long.MAX_VALUE) < bound;
        }
        if (takeWord("in")) {
            Set<String> values = values();
            return labels -> isIn(labels, key, values);
        }
        if (takeWord("notin")) {
            Set<String> values = values();
            return labels -> !isIn(labels, key, values);
        }
        return labels -> labels.has(key);
    }

    private static boolean isIn(JsonNode labels, String key, Set<String> values) {
        JsonNode label = labels.get(key);
        return label != null && values.contains(label.asText());
    }

    private static long numberOf(JsonNode labels, String key, long otherwise) {
        try {
            return Long.parseLong(labels.path(key).asText(""));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private String key() {
        skipBlanks();
        String key = token();
        if (key.isEmpty()) {
            throw refused(next(), "identifier");
        }
        if (!KEY.matcher(key).matches()) {
            throw new SelectorError(
                    "unable to parse requirement: <nil>: Invalid value: \"" + key
                            + "\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character");
        }
        return key;
    }

    private String value() {
        skipBlanks();
        String value = token();
        if (!VALUE.matcher(value).matches()) {
            throw new SelectorError(
                    "unable to parse requirement: values[0]: Invalid value: \"" + value
                            + "\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character");
        }
        return value;
    }

    private long number() {
        skipBlanks();
        String value = token();
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new SelectorError("unable to parse requirement: values[0]: Invalid value: \"" + value
                    + "\": for 'Gt', 'Lt' operators, the value must be an integer");
        }
    }

    private Set<String> values() {
        skipBlanks();
        expect("(", "'('");
        Set<String> values = new LinkedHashSet<>();
        do {
            values.add(value());
            skipBlanks();
        } while (take(","));
        expect(")", "',' or ')'");
        return values;
    }

    private String token() {
        int start = at;
        while (at < text.length() && "=!,()<> \t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean take(String symbol) {
        if (text.startsWith(symbol, at)) {
            at += symbol.length();
            return true;
        }
        return false;
    }

    private boolean takeWord(String word) {
        int start = at;
        if (token().equals(word)) {
            return true;
        }
        at = start;
        return false;
    }

    private void expect(String symbol, String expected) {
        if (!take(symbol)) {
            throw refused(next(), expected);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** The token that stands where another was expected. */
    private String next() {
        skipBlanks();
        if (at == text.length()) {
            return "";
        }
        int start = at;
        String token = token();
        return token.isEmpty() ? text.substring(start, start + 1) : token;
    }

    private static SelectorError refused(String found, String expected) {
        return new SelectorError("unable to parse requirement: found '" + found + "', expected: " + expected);
    }
}
