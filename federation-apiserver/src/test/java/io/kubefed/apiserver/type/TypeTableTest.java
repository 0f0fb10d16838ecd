package io.kubefed.apiserver.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubefed.apiserver.type.Schema.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypeTableTest {

    private final TypeTable table = TypeTable.builtIn();

    @Test
    void knowsTheNamesOfTypes() {
        TypeInfo deployments = table.find("apps", "v1", "deployments").orElseThrow();

        assertThat(deployments.type().kind()).isEqualTo("Deployment");
        assertThat(deployments.type().namespaced()).isTrue();
        assertThat(deployments.shortNames()).containsExactly("deploy");
        assertThat(deployments.categories()).containsExactly("all");
        assertThat(deployments.verbs()).contains("create", "watch");
        assertThat(deployments.subresources()).containsExactlyInAnyOrder("status", "scale");
        assertThat(table.find("apps", "v1", "nonsense")).isEmpty();
    }

    @Test
    void knowsHowFieldsAreShared() {
        Schema pod = schema("apps", "v1", "deployments")
                .field("spec")
                .field("template")
                .field("spec");
        Schema container = pod.field("containers").items();

        assertThat(pod.definition()).isEqualTo("io.k8s.api.core.v1.PodSpec");
        assertThat(pod.field("containers").shape()).isEqualTo(Shape.LIST_MAP);
        assertThat(container.field("ports").keys()).containsExactly("containerPort", "protocol");
        assertThat(container.field("ports").patchMergeKey()).isEqualTo("containerPort");
        assertThat(container.field("ports").items().field("protocol").defaultValue())
                .hasToString("\"TCP\"");
        assertThat(container.field("args").shape()).isEqualTo(Shape.LIST_ATOMIC);
        assertThat(pod.field("nodeSelector").shape()).isEqualTo(Shape.ATOMIC);
        assertThat(pod.field("volumes").patchStrategies()).containsExactly("merge", "retainKeys");
        assertThat(container.field("resources").field("limits").field("cpu").jsonType())
                .isEqualTo("int-or-string");
        assertThat(schema("", "v1", "configmaps")
                        .field("metadata")
                        .field("finalizers")
                        .shape())
                .isEqualTo(Shape.LIST_SET);
    }

    @Test
    void knowsWhatCannotBeAbsent() {
        Schema deployment = schema("apps", "v1", "deployments");

        assertThat(CanonicalForm.of(object("{spec: {replicas: 0, minReadySeconds: 0, paused: false}}"), deployment))
                .isEqualTo(object("""
                        metadata: {}
                        spec: {replicas: 0, selector: null, strategy: {}, template: {metadata: {}, spec: {containers: null}}}
                        status: {}
                        """));
    }

    @Test
    void findsItsWayThroughSchemasThatContainThemselves() {
        Schema properties = schema("apiextensions.k8s.io", "v1", "customresourcedefinitions")
                .field("spec")
                .field("versions")
                .items()
                .field("schema")
                .field("openAPIV3Schema");

        assertThat(properties
                        .field("properties")
                        .field("a")
                        .field("properties")
                        .field("b")
                        .declares("type"))
                .isTrue();
    }

    @Test
    void everyDefinitionCanBeRead() {
        Set<String> seen = new HashSet<>();

        table.types().forEach(type -> visit(type.schema(), seen));

        assertThat(seen).hasSizeGreaterThan(300);
    }

    @Test
    void knowsTheColumnsAndWhereTheirCellsAre() {
        TypeInfo deployments = table.find("apps", "v1", "deployments").orElseThrow();

        assertThat(deployments.columns())
                .extracting(Column::name)
                .containsExactly("Name", "Ready", "Up-to-date", "Available", "Age", "Containers", "Images", "Selector");
        assertThat(deployments.columns().get(0).format()).isEqualTo("name");
        assertThat(deployments.columns().get(1).path()).isEqualTo("{.status.readyReplicas}/{.spec.replicas}");
        assertThat(deployments.columns().get(5).priority()).isEqualTo(1);
    }

    @Test
    void everyCellOfTheFileBelongsToAColumn() throws IOException {
        JsonNode cells;
        try (InputStream stream = TypeTable.class.getResourceAsStream("cells.json")) {
            cells = new ObjectMapper().readTree(stream);
        }

        cells.properties().forEach(type -> {
            List<String> names = table.types().stream()
                    .filter(info -> info.type().groupResource().equals(type.getKey()))
                    .flatMap(info -> info.columns().stream().map(Column::name))
                    .toList();
            type.getValue()
                    .fieldNames()
                    .forEachRemaining(
                            name -> assertThat(names).as(type.getKey()).contains(name));
        });
    }

    private static void visit(Schema schema, Set<String> seen) {
        if (!schema.definition().isEmpty() && !seen.add(schema.definition())) {
            return;
        }
        schema.fields().forEach(field -> visit(schema.field(field), seen));
        if (schema.shape() == Shape.MAP) {
            visit(schema.field("any"), seen);
        }
        if (schema.items() != Schema.UNTYPED) {
            visit(schema.items(), seen);
        }
    }

    private Schema schema(String group, String version, String plural) {
        return table.find(group, version, plural).orElseThrow().schema();
    }

    private static ObjectNode object(String yaml) {
        try {
            return (ObjectNode) new YAMLMapper().readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
