package io.kubefed.e2e.differential;

import java.util.stream.Stream;

/** All that is asked of the two servers. */
final class Corpus {

    private Corpus() {}

    static Stream<Scenario> scenarios() {
        return Stream.concat(
                Scenario.read("requests.yaml").stream(),
                Sample.read("samples.yaml").stream().map(Sample::scenario));
    }
}
