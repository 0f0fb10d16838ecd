package io.kubefed.fcp.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class DefinitionsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ToyApi server = new ToyApi();

    @Test
    void installsWhatIsMissing() {
        install();

        assertThat(server.definitions).hasSize(3);
        assertThat(server.writes).hasSize(3);
    }

    @Test
    void writesNothingWhereEverythingIsThere() {
        install();
        server.definitions
                .values()
                .forEach(definition -> definition.withObjectProperty("status").put("by", "server"));
        server.writes.clear();

        install();

        assertThat(server.writes).isEmpty();
    }

    @Test
    void bringsBackWhatSomeoneTookOut() {
        install();
        server.definitions.firstEntry().getValue().withObjectProperty("spec").remove("versions");
        server.writes.clear();

        install();

        assertThat(server.writes).hasSize(1);
    }

    private void install() {
        Definitions.install(server, Schedulers.parallel(), LIMIT).block(LIMIT);
    }
}
