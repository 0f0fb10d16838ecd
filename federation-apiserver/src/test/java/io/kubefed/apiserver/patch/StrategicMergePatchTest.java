package io.kubefed.apiserver.patch;

import static io.kubefed.apiserver.patch.Trees.object;
import static io.kubefed.apiserver.patch.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;
import io.kubefed.apiserver.type.TypeTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrategicMergePatchTest {

    private static final Schema DEPLOYMENT =
            TypeTable.builtIn().find("apps", "v1", "deployments").orElseThrow().schema();

    private static final String LIVE = """
            metadata: {labels: {a: '1'}, finalizers: [x/1, x/2]}
            spec:
              strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
              template:
                spec:
                  nodeSelector: {disk: ssd, zone: z}
                  tolerations: [{key: t}]
                  containers:
                  - {name: a, image: i, args: [x], env: [{name: A, value: '1'}, {name: B, value: '2'}]}
                  - {name: b, image: j}
                  - {name: c, image: k}
            """;

    @Test
    void mergesItemsByTheirKeyAndReplacesAtomicLists() {
        JsonNode merged = pod(
                "containers: [{name: a, image: new, args: [y], env: [{name: B, value: '3'}, {name: C, value: '4'}]}]");

        assertThat(merged.at("/containers/0")).isEqualTo(tree("""
                {name: a, image: new, args: [y], env: [{name: A, value: '1'}, {name: B, value: '3'}, {name: C, value: '4'}]}
                """));
        assertThat(merged.get("containers").findValuesAsText("name")).contains("a", "b", "c");
    }

    @Test
    void mergesMapsAndReplacesListsWithoutStrategy() {
        JsonNode merged = pod("nodeSelector: {zone: null, rack: '7'}\ntolerations: [{key: u}]");

        assertThat(merged.get("nodeSelector")).isEqualTo(tree("{disk: ssd, rack: '7'}"));
        assertThat(merged.get("tolerations")).isEqualTo(tree("[{key: u}]"));
    }

    @Test
    void removesItemsThatThePatchDeletes() {
        assertThat(pod("containers: [{name: b, $patch: delete}]")
                        .get("containers")
                        .findValuesAsText("name"))
                .doesNotContain("b")
                .contains("a", "c");
    }

    @Test
    void replacesAListThatThePatchReplaces() {
        assertThat(pod("containers: [{$patch: replace}, {name: only, image: o}]")
                        .get("containers"))
                .isEqualTo(tree("[{name: only, image: o}]"));
    }

    @Test
    void replacesAndEmptiesMaps() {
        assertThat(pod("nodeSelector: {$patch: replace, rack: '7'}").get("nodeSelector"))
                .isEqualTo(tree("{rack: '7'}"));
        assertThat(pod("nodeSelector: {$patch: delete}").get("nodeSelector")).isEqualTo(tree("{}"));
    }

    @Test
    void keepsOnlyTheKeysThatThePatchRetains() {
        ObjectNode merged = apply("spec: {strategy: {$retainKeys: [type], type: Recreate}}");

        assertThat(merged.at("/spec/strategy")).isEqualTo(tree("{type: Recreate}"));
    }

    @Test
    void putsItemsInTheStatedOrderAndKeepsOthersWhereTheyStood() {
        JsonNode merged = pod("$setElementOrder/containers: [{name: c}, {name: d}, {name: a}]\n"
                + "containers: [{name: d, image: l}]");

        assertThat(names(merged)).containsExactly("b", "c", "d", "a");
    }

    @Test
    void addsToAndDeletesFromSets() {
        assertThat(apply("metadata: {finalizers: [x/3, x/1]}").at("/metadata/finalizers"))
                .isEqualTo(tree("[x/3, x/1, x/2]"));
        assertThat(apply("metadata: {$deleteFromPrimitiveList/finalizers: [x/1]}")
                        .at("/metadata/finalizers"))
                .isEqualTo(tree("[x/2]"));
    }

    @Test
    void givesNewValuesWithoutDirectives() {
        ObjectNode merged = StrategicMergePatch.apply(
                object("{}"),
                tree("spec: {strategy: {$retainKeys: [type], type: Recreate, rollingUpdate: null}}"),
                DEPLOYMENT);

        assertThat(merged).isEqualTo(tree("{spec: {strategy: {type: Recreate}}}"));
    }

    @Test
    void refusesItemsWithoutTheirKey() {
        PatchException refusal = refusal("spec: {template: {spec: {containers: [{image: x}]}}}");

        assertThat(refusal.code()).isEqualTo(500);
        assertThat(refusal).hasMessage("map: map[image:x] does not contain declared merge key: name");
    }

    @Test
    void refusesDirectivesThatItDoesNotKnow() {
        assertThat(refusal("spec: {strategy: {$patch: zap}}"))
                .hasMessage("unknown patch type: zap in map: map[$patch:zap]");
    }

    @Test
    void leavesTheObjectAlone() {
        ObjectNode object = object(LIVE);

        StrategicMergePatch.apply(
                object,
                tree("spec: {template: {spec: {containers: [{name: a, image: q}, {name: b, $patch: delete}]}}}"),
                DEPLOYMENT);

        assertThat(object).isEqualTo(object(LIVE));
    }

    private static PatchException refusal(String patch) {
        return catchThrowableOfType(PatchException.class, () -> apply(patch));
    }

    private static List<String> names(JsonNode pod) {
        List<String> names = new ArrayList<>();
        pod.get("containers")
                .forEach(container -> names.add(container.get("name").asText()));
        return names;
    }

    private static JsonNode pod(String lines) {
        return apply("spec:\n  template:\n    spec:\n" + lines.indent(6)).at("/spec/template/spec");
    }

    private static ObjectNode apply(String patch) {
        return StrategicMergePatch.apply(object(LIVE), tree(patch), DEPLOYMENT);
    }
}
