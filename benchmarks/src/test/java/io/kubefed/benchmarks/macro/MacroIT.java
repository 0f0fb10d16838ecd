package io.kubefed.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** The macro benchmark with a few objects, so that it does not rot. */
class MacroIT {

    @Test
    void comparesFcpWithABareClient() {
        assertThatCode(() -> MacroMain.run("--pairs=1", "--objects=10", "--warm=1"))
                .doesNotThrowAnyException();
    }
}
