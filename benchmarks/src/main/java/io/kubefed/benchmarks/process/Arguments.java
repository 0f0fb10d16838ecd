package io.kubefed.benchmarks.process;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Arguments of the form {@code --name=value}. */
public final class Arguments {

    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one has another form
     */
    public static Arguments of(String... arguments) {
        return new Arguments(Arrays.stream(arguments)
                .map(Arguments::split)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (earlier, later) -> later)));
    }

    private static String[] split(String argument) {
        String[] pair = argument.split("=", 2);
        if (pair.length < 2 || !pair[0].startsWith("--")) {
            throw new IllegalArgumentException("\"" + argument + "\" has not the form --name=value");
        }
        return new String[] {pair[0].substring(2), pair[1]};
    }

    /** A number, or what it is by default. */
    public int number(String name, int otherwise) {
        return Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
    }

    /** A text, or what it is by default. */
    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
