package io.kubefed.fcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.core.error.PermanentException;
import io.kubefed.core.model.ClusterName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class SandboxFlagsTest {

    @Test
    void hasTwoMembersByDefault() {
        assertThat(flags().memberNames()).extracting(ClusterName::value).containsExactly("east", "west");
    }

    @Test
    void namesAsManyMembersAsAskedFor() {
        assertThat(flags("--members=3").memberNames())
                .extracting(ClusterName::value)
                .containsExactly("member-1", "member-2", "member-3");
    }

    @Test
    void refusesNamesThatCannotBe() {
        refuses("--members: a,a names one twice", "--members=a,a");
        refuses("--members: federation names one twice, or \"federation\"", "--members=federation");
        refuses("--members: ", "--members=East");
        refuses("--port: 65535 leaves no ports", "--port=65535");
    }

    private static void refuses(String words, String argument) {
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> flags(argument).memberNames())
                .withMessageStartingWith(words);
    }

    private static SandboxFlags flags(String... arguments) {
        SandboxFlags flags = new SandboxFlags();
        new CommandLine(flags).parseArgs(arguments);
        return flags;
    }
}
