package io.kubefed.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"metadata\":{}}",
                "{\"metadata\":{\"name\":\"x\"}}",
                "{\"metadata\":{\"labels\":{\"name\":\"x\"}},\"a\":1}",
                "{\"kind\":\"ä\",\"metadata\":{\"name\":\"ü}\",\"uid\":\"u\",\"labels\":{}}}",
                "{\"spec\":{\"metadata\":{\"x\":[{}]}},\"metadata\":{\"name\":\"x\",\"generation\":1},\"status\":{}}",
                "{\"metadata\":{\"generation\":1,\"name\":\"x\"}}"
            })
    void writesTheVersionWhereATreeHasIt(String json) throws IOException {
        ObjectNode content = (ObjectNode) Json.read(json.getBytes(StandardCharsets.UTF_8));

        for (Stored stored : List.of(
                Encoded.of(content).at("/a/x", 99),
                Encoded.read(json.getBytes(StandardCharsets.UTF_8)).at("/a/x", 99),
                Encoded.of(content).at("/a/x", 12_345).at(99),
                new Stored("/a/x", content, 99),
                new Stored("/a/x", content, 12_345).at(99))) {
            assertThat(text(stored)).isEqualTo(Versioned.of(content, 99).toString());
            assertThat(stored.object()).hasToString(text(stored));
            assertThat(stored.content()).isEqualTo(content);
        }
    }

    @Test
    void givesAnObjectWithoutMetadataEmptyOnes() {
        assertThat(text(Encoded.of(Json.object().put("a", 1)).at("/a/x", 7)))
                .isEqualTo("{\"a\":1,\"metadata\":{\"resourceVersion\":\"7\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "[]",
                "{}",
                "{\"metadata\":7}",
                "{\"metadata\":{",
                "{\"metadata\":{\"name\"",
                "{\"metadata\":{\"resourceVersion\":\"7\"}}"
            })
    void refusesWhatIsNoObjectWithoutVersion(String json) {
        assertThatIOException().isThrownBy(() -> Encoded.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void givesTheSameTreeAsLongAsSomebodyHoldsIt() throws IOException {
        Stored stored = Encoded.read("{\"metadata\":{}}".getBytes(StandardCharsets.UTF_8))
                .at("/a/x", 7);

        ObjectNode held = stored.content();
        System.gc();

        assertThat(stored.content()).isSameAs(held);
        assertThat(stored.with(held)).isSameAs(stored);
    }

    private static String text(Stored stored) {
        return new String(stored.bytes(), StandardCharsets.UTF_8);
    }
}
