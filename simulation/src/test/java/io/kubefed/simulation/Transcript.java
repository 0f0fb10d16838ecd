package io.kubefed.simulation;

import java.util.List;

/** Shows a journal to people. The one class here that prints. */
final class Transcript {

    private Transcript() {}

    static void print(List<String> lines) {
        lines.forEach(System.out::println);
    }
}
