package io.kubefed.apiserver.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.type.TypeTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {

    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S,0s",
        "PT119S,119s",
        "PT2M,2m",
        "PT2M5S,2m5s",
        "PT26M30S,26m",
        "PT3H,3h",
        "PT3H12M,3h12m",
        "PT10H30M,10h",
        "P2D,2d",
        "P2DT5H,2d5h",
        "P9D,9d",
        "P800D,2y70d",
        "PT-5S,<invalid>"
    })
    void tellsAges(Duration age, String told) {
        assertThat(Age.of(age)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".spec.a                                        | 1",
                "{.spec.a}                                      | 1",
                ".spec.list[*].n                                | x,y",
                ".spec.list[0].n                                | x",
                ".spec.list[-1].n                               | y",
                ".spec.list[?(@.n==\"y\")].v                    | 2",
                ".spec['a.b']                                   | dotted",
                ".spec.a\\.b                                    | dotted",
                ".spec.nothing                                  | ''",
                ".spec[                                         | ''"
            })
    void findsByPath(String path, String found) {
        ObjectNode object =
                read("{\"spec\":{\"a\":1,\"a.b\":\"dotted\",\"list\":[{\"n\":\"x\",\"v\":1},{\"n\":\"y\",\"v\":2}]}}");

        assertThat(String.join(",", JsonPath.parse(path).texts(object))).isEqualTo(found);
    }

    @Test
    void showsADeployment() {
        ObjectNode deployment = read(
                "{\"metadata\":{\"name\":\"shop\",\"creationTimestamp\":\"2026-01-01T00:34:00Z\"},"
                        + "\"spec\":{\"replicas\":3,\"selector\":{\"matchLabels\":{\"app\":\"shop\"}},\"template\":{\"spec\":{\"containers\":"
                        + "[{\"name\":\"a\",\"image\":\"i\"},{\"name\":\"b\",\"image\":\"j\"}]}}},\"status\":{\"readyReplicas\":1}}");

        assertThat(cells("apps", "deployments", deployment))
                .isEqualTo("[\"shop\",\"1/3\",0,0,\"26m\",\"a,b\",\"i,j\",\"app=shop\"]");
    }

    @Test
    void showsAService() {
        ObjectNode service = read(
                "{\"metadata\":{\"name\":\"web\",\"creationTimestamp\":\"2026-01-01T00:34:00Z\"},\"spec\":"
                        + "{\"type\":\"ClusterIP\",\"ports\":[{\"port\":80,\"protocol\":\"TCP\"}],\"selector\":{\"app\":\"web\"}}}");

        assertThat(cells("", "services", service))
                .isEqualTo("[\"web\",\"ClusterIP\",\"<none>\",\"<none>\",\"80/TCP\",\"26m\",\"app=web\"]");
    }

    private static String cells(String group, String plural, ObjectNode object) {
        Resource resource =
                new Resource(TypeTable.builtIn().find(group, "v1", plural).orElseThrow(), null);
        return new Columns(resource).cells(object, NOW).toString();
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) Json.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
