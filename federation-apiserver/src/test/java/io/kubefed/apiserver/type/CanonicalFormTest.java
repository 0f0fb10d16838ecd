package io.kubefed.apiserver.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubefed.apiserver.type.DeclaredSchema.Builder;
import io.kubefed.apiserver.type.Schema.Shape;
import org.junit.jupiter.api.Test;

class CanonicalFormTest {

    @Test
    void fillsInWhatCannotBeAbsentAllTheWayDown() {
        Schema schema = struct("spec", struct("name", zero(scalar("string"), "")), "{}");

        assertThat(CanonicalForm.of(object("{}"), schema)).isEqualTo(object("{spec: {name: ''}}"));
    }

    @Test
    void leavesOutNullAndWhatIsNotWrittenWhenEmpty() {
        Builder map = new Builder(Shape.MAP);
        map.values = () -> ObjectMetaSchema.STRING;
        map.omitsEmpty = true;
        Builder root = new Builder(Shape.STRUCT);
        Schema labels = map.build();
        root.fields.put("labels", () -> labels);
        root.fields.put("name", () -> ObjectMetaSchema.STRING);

        assertThat(CanonicalForm.of(object("{labels: {}, name: null, other: null}"), root.build()))
                .isEqualTo(object("{other: null}"));
    }

    @Test
    void sharesWhatIsInThisFormAlready() {
        Schema schema = struct("spec", struct("name", zero(scalar("string"), "")), "{}");
        ObjectNode object = object("{spec: {name: n}}");

        assertThat(CanonicalForm.of(object, schema)).isSameAs(object);
    }

    private static Builder scalar(String type) {
        Builder builder = new Builder(Shape.SCALAR);
        builder.jsonType = type;
        return builder;
    }

    private static Schema zero(Builder builder, String zero) {
        builder.zero = JsonNodeFactory.instance.textNode(zero);
        return builder.build();
    }

    private static Schema struct(String name, Schema field) {
        Builder builder = new Builder(Shape.STRUCT);
        builder.fields.put(name, () -> field);
        return builder.build();
    }

    private static Schema struct(String name, Schema field, String zero) {
        Builder inner = ((DeclaredSchema) field).toBuilder();
        inner.zero = object(zero);
        return struct(name, inner.build());
    }

    private static ObjectNode object(String yaml) {
        try {
            return (ObjectNode) new YAMLMapper().readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
