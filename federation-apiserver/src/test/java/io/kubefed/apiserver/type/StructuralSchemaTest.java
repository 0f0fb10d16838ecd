package io.kubefed.apiserver.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubefed.apiserver.type.Schema.Shape;
import org.junit.jupiter.api.Test;

class StructuralSchemaTest {

    private final Schema schema = read("""
            type: object
            properties:
              metadata: {type: object, properties: {name: {type: string, maxLength: 8}}}
              spec:
                type: object
                required: [size]
                properties:
                  size: {type: integer, format: int32, default: 3}
                  percent: {x-kubernetes-int-or-string: true}
                  tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                  steps: {type: array, items: {type: string}}
                  ports:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [port, protocol]
                    items:
                      type: object
                      properties: {port: {type: integer}, protocol: {type: string, default: TCP}}
                  limits: {type: object, additionalProperties: {type: string}}
                  place: {type: object, x-kubernetes-map-type: atomic, properties: {zone: {type: string}}}
                  free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                  template: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
            """);

    @Test
    void readsHowEachFieldIsShared() {
        Schema spec = schema.field("spec");

        assertThat(spec.shape()).isEqualTo(Shape.STRUCT);
        assertThat(spec.field("size").shape()).isEqualTo(Shape.SCALAR);
        assertThat(spec.field("percent").jsonType()).isEqualTo("int-or-string");
        assertThat(spec.field("tags").shape()).isEqualTo(Shape.LIST_SET);
        assertThat(spec.field("steps").shape()).isEqualTo(Shape.LIST_ATOMIC);
        assertThat(spec.field("ports").shape()).isEqualTo(Shape.LIST_MAP);
        assertThat(spec.field("ports").keys()).containsExactly("port", "protocol");
        assertThat(spec.field("limits").shape()).isEqualTo(Shape.MAP);
        assertThat(spec.field("place").shape()).isEqualTo(Shape.ATOMIC);
    }

    @Test
    void readsDefaultsFormatsAndWhatIsRequired() {
        Schema spec = schema.field("spec");

        assertThat(spec.required()).containsExactly("size");
        assertThat(spec.field("size").defaultValue()).hasToString("3");
        assertThat(spec.field("size").format()).isEqualTo("int32");
        assertThat(spec.field("ports").items().field("protocol").defaultValue()).hasToString("\"TCP\"");
    }

    @Test
    void knowsWhichMembersAreDeclared() {
        Schema spec = schema.field("spec");

        assertThat(spec.declares("size")).isTrue();
        assertThat(spec.declares("weight")).isFalse();
        assertThat(spec.field("limits").declares("anything")).isTrue();
        assertThat(spec.field("free").declares("anything")).isTrue();
        assertThat(spec.field("free").field("anything")).isSameAs(Schema.UNTYPED);
    }

    @Test
    void givesEveryObjectItsMetadata() {
        assertThat(schema.field("metadata").field("finalizers").shape()).isEqualTo(Shape.LIST_SET);
        assertThat(schema.field("spec")
                        .field("template")
                        .field("metadata")
                        .field("labels")
                        .shape())
                .isEqualTo(Shape.MAP);
        assertThat(schema.field("spec").field("template").embeddedResource()).isTrue();
    }

    private static Schema read(String yaml) {
        try {
            return StructuralSchema.of(new YAMLMapper().readTree(yaml));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
