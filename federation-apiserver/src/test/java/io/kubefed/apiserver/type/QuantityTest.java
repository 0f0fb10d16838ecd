package io.kubefed.apiserver.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "0.5, 500m",
        "1000m, 1",
        "1500m, 1500m",
        "100, 100",
        "1000, 1k",
        "1200, 1200",
        "1k, 1k",
        "1000k, 1M",
        "1024Mi, 1Gi",
        "1Gi, 1Gi",
        "1.5Gi, 1536Mi",
        "0.5Ki, 512",
        "1023, 1023",
        "2048Ki, 2Mi",
        "0.1Mi, 104857600m",
        "1e3, 1e3",
        "1000e3, 1e6",
        "1E2, 100",
        "12E, 12E",
        "-2048Ki, -2Mi",
        "+1, 1",
        ".5, 500m",
        "5., 5",
        "0.0000000001, 1n",
        "100n, 100n",
        "1000n, 1u",
    })
    void showsOneFormOfEach(String written, String shown) {
        assertThat(Quantity.canonical(written)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"1.2.3", "abc", "1Zi", "''", "1 Gi", "1e1000"})
    void leavesWhatIsNone(String written) {
        assertThat(Quantity.canonical(written)).isEqualTo(written);
    }

    @Test
    void takesNumbers() {
        assertThat(Quantity.canonical(IntNode.valueOf(2000))).isEqualTo(TextNode.valueOf("2k"));
    }

    @Property
    void doesNothingTheSecondTime(
            @ForAll @LongRange(min = -1L << 40, max = 1L << 40) long number, @ForAll("suffixes") String suffix) {
        String once = Quantity.canonical(number + suffix);

        assertThat(Quantity.canonical(once)).isEqualTo(once);
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> suffixes() {
        return net.jqwik.api.Arbitraries.of("", "n", "u", "m", "k", "M", "Ki", "Mi", "e2", "E-3");
    }
}
