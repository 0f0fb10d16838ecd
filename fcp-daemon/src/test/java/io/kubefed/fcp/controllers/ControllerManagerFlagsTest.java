package io.kubefed.fcp.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubefed.core.error.PermanentException;
import io.kubefed.sync.RateCap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ControllerManagerFlagsTest {

    private static ControllerManagerFlags flags(String... arguments) {
        ControllerManagerFlags flags = new ControllerManagerFlags();
        new CommandLine(flags).parseArgs(arguments);
        return flags;
    }

    @Test
    void capsNothingByDefault() {
        assertThat(flags().syncOptions().memberRate().qps()).isZero();
    }

    @Test
    void capsTheRequestsToAMember() {
        assertThat(flags("--federated-api-qps=12.5", "--federated-api-burst=40")
                        .syncOptions()
                        .memberRate())
                .isEqualTo(new RateCap(12.5, 40));
        assertThat(flags("--federated-api-qps=20").syncOptions().memberRate()).isEqualTo(new RateCap(20, 30));
    }

    @ParameterizedTest
    @CsvSource({
        "--federated-api-qps=-1, --federated-api-qps is -1.0; give requests per second",
        "--federated-api-qps=NaN, --federated-api-qps is NaN; give requests per second",
        "--federated-api-burst=0, --federated-api-burst is 0; give 1 or more",
        "--controllers=gadgets=false, there is no controller \"gadgets\""
    })
    void saysInASentenceWhatCannotBe(String flag, String words) {
        assertThatThrownBy(() -> flags(flag).syncOptions())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining(words);
    }
}
