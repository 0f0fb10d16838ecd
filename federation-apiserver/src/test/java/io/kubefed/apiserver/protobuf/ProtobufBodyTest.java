package io.kubefed.apiserver.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubefed.apiserver.type.TypeTable;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProtobufBodyTest {

    private static final String CORE = "io.k8s.api.core.v1.";
    private static final String SCHEMAS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

    @Test
    void opensTheEnvelope() throws Exception {
        byte[] body = WireWriter.body(
                "v1",
                "ConfigMap",
                new WireWriter()
                        .message(1, new WireWriter().text(1, "conf").message(8, new WireWriter()))
                        .message(2, new WireWriter().text(1, "color").text(2, "red"))
                        .message(2, new WireWriter().text(1, "none"))
                        .message(3, new WireWriter().text(1, "raw").bytes(2, new byte[] {1, 2}))
                        .number(4, 1));

        ProtobufBody opened = ProtobufBody.open(body);

        assertThat(opened.apiVersion()).isEqualTo("v1");
        assertThat(opened.kind()).isEqualTo("ConfigMap");
        assertThat(opened.object(CORE + "ConfigMap").toString())
                .isEqualTo(
                        "{\"metadata\":{\"name\":\"conf\",\"creationTimestamp\":null},"
                                + "\"data\":{\"color\":\"red\",\"none\":\"\"},\"binaryData\":{\"raw\":\"AQI=\"},\"immutable\":true}");
    }

    @Test
    void givesNumbersTimesAndQuantitiesTheirJsonForm() throws Exception {
        WireWriter time = new WireWriter().number(1, 1_700_000_000L).number(2, 1_500);

        assertThat(read("io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta", new WireWriter()))
                .isEqualTo("{}");
        assertThat(read(CORE + "Event", new WireWriter().message(6, time).message(10, time)))
                .isEqualTo(
                        "{\"firstTimestamp\":\"2023-11-14T22:13:20Z\",\"eventTime\":\"2023-11-14T22:13:20.000001Z\"}");
        assertThat(read(
                        CORE + "ServicePort",
                        new WireWriter()
                                .number(3, 80)
                                .message(
                                        4,
                                        new WireWriter()
                                                .number(1, 1)
                                                .number(2, 0)
                                                .text(3, "http"))
                                .number(5, -1)))
                .isEqualTo("{\"port\":80,\"targetPort\":\"http\",\"nodePort\":-1}");
        assertThat(read(
                        CORE + "ResourceRequirements",
                        new WireWriter()
                                .message(
                                        1,
                                        new WireWriter().text(1, "cpu").message(2, new WireWriter().text(1, "1500m")))
                                .message(1, new WireWriter().text(1, "memory").message(2, new WireWriter()))))
                .isEqualTo("{\"limits\":{\"cpu\":\"1500m\",\"memory\":\"0\"}}");
    }

    @Test
    void liftsInlinedMembers() throws Exception {
        WireWriter volume = new WireWriter()
                .text(1, "conf")
                .message(
                        2,
                        new WireWriter()
                                .message(
                                        19,
                                        new WireWriter()
                                                .message(1, new WireWriter().text(1, "map"))
                                                .number(3, 420)));

        assertThat(read(CORE + "Volume", volume))
                .isEqualTo("{\"name\":\"conf\",\"configMap\":{\"name\":\"map\",\"defaultMode\":420}}");
    }

    @Test
    void readsSchemasOfCustomTypes() throws Exception {
        WireWriter schema = new WireWriter()
                .text(5, "object")
                .real(9, 2.5)
                .real(11, 1)
                .message(8, new WireWriter().bytes(1, "{\"a\":[1]}".getBytes(StandardCharsets.UTF_8)))
                .message(24, new WireWriter().message(1, new WireWriter().text(5, "string")))
                .message(30, new WireWriter().number(1, 1))
                .number(38, 1)
                .text(41, "a")
                .text(41, "b");

        assertThat(read(SCHEMAS + "JSONSchemaProps", schema))
                .isEqualTo(
                        "{\"type\":\"object\",\"maximum\":2.5,\"minimum\":1,\"default\":{\"a\":[1]},"
                                + "\"items\":{\"type\":\"string\"},\"additionalProperties\":true,"
                                + "\"x-kubernetes-preserve-unknown-fields\":true,\"x-kubernetes-list-map-keys\":[\"a\",\"b\"]}");
    }

    @Test
    void readsListsThatHaveATypeOfTheirOwn() throws Exception {
        WireWriter user = new WireWriter()
                .message(
                        4,
                        new WireWriter()
                                .text(1, "scopes")
                                .message(2, new WireWriter().text(1, "a").text(1, "b")))
                .message(4, new WireWriter().text(1, "none").message(2, new WireWriter()));

        assertThat(read("io.k8s.api.authentication.v1.UserInfo", user))
                .isEqualTo("{\"extra\":{\"scopes\":[\"a\",\"b\"],\"none\":[]}}");
    }

    @Test
    void passesOverWhatItDoesNotKnow() throws Exception {
        WireWriter secret =
                new WireWriter().number(1000, 3).real(1001, 4).text(1002, "x").text(3, "Opaque");

        assertThat(read(CORE + "Secret", secret)).isEqualTo("{\"type\":\"Opaque\"}");
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertRefused("empty data");
        assertRefused(
                "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]", '{', '}');
        assertRefused("empty body", 'k', '8', 's', 0);
        assertRefused("unexpected EOF", 'k', '8', 's', 0, 0x0a);
        assertRefused("unexpected EOF", 'k', '8', 's', 0, 0x0a, 5, 'x');
        assertRefused("proto: wrong wireType = 0 for field TypeMeta", 'k', '8', 's', 0, 0x08, 1);
        assertRefused("proto: Unknown: wiretype end group for non-group", 'k', '8', 's', 0, 0x0c);
        assertRefused("proto: Unknown: illegal tag 0 (wire type 1)", 'k', '8', 's', 0, 0x01);
        assertRefused(
                "proto: integer overflow",
                'k',
                '8',
                's',
                0,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                0xff,
                1);
    }

    @Test
    void refusesMessagesThatAreTooDeep() {
        WireWriter schema = new WireWriter().text(5, "object");
        for (int i = 0; i < 2_000; i++) {
            schema = new WireWriter().message(28, schema);
        }
        WireWriter deep = schema;

        assertThatThrownBy(() -> read(SCHEMAS + "JSONSchemaProps", deep))
                .isInstanceOf(MalformedProtobufException.class)
                .hasMessageContaining("nested deeper");
    }

    @Test
    void knowsAllBuiltInTypes() {
        assertThat(TypeTable.builtIn().types())
                .filteredOn(type -> !Set.of("federation", "federation.kubefed.io")
                        .contains(type.type().group()))
                .allMatch(type -> ProtobufBody.knows(type.schema().definition()));
        assertThat(ProtobufBody.knows("io.k8s.api.authentication.v1.TokenRequest"))
                .isTrue();
    }

    private static void assertRefused(String words, int... body) {
        byte[] bytes = new byte[body.length];
        for (int i = 0; i < body.length; i++) {
            bytes[i] = (byte) body[i];
        }
        assertThatThrownBy(() -> ProtobufBody.open(bytes))
                .isInstanceOf(MalformedProtobufException.class)
                .hasMessage(words);
    }

    private static String read(String definition, WireWriter message) throws MalformedProtobufException {
        return new ProtobufBody("", "", message.toBytes()).object(definition).toString();
    }
}
