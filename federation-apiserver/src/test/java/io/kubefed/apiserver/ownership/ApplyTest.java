package io.kubefed.apiserver.ownership;

import static io.kubefed.apiserver.ownership.Objects.widget;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ApplyTest {

    private final Story story = new Story();

    @Test
    void ownsExactlyWhatItSends() {
        story.applies("m", "data: {a: '1'}\nspec: {size: 3, args: [x], place: {zone: z}, tags: [t]}");

        assertThat(story.owners())
                .containsExactly(java.util.Map.entry(
                        "m Apply", "{f:data:{f:a:{}},f:spec:{f:args:{},f:place:{},f:size:{},f:tags:{v:'t':{}}}}"));
    }

    @Test
    void listsItemsByTheirKeysWithDefaultsFilledIn() {
        story.applies("m", "spec: {ports: [{port: 80}, {port: 9, protocol: UDP}], containers: [{name: c, image: i}]}");

        assertThat(story.owners().get("m Apply"))
                .isEqualTo("{f:spec:{f:containers:{k:{'name':'c'}:{.:{},f:image:{},f:name:{}}},"
                        + "f:ports:{k:{'port':9,'protocol':'UDP'}:{.:{},f:port:{},f:protocol:{}},"
                        + "k:{'port':80,'protocol':'TCP'}:{.:{},f:port:{}}}}}");
    }

    @Test
    void ownsKeysOfAFreeMapWithTheirMaps() {
        story.applies("m", "spec: {free: {q: {z: 1, l: [{a: 1}]}}}");

        assertThat(story.owners().get("m Apply")).isEqualTo("{f:spec:{f:free:{f:q:{.:{},f:l:{},f:z:{}}}}}");
    }

    @Test
    void sharesAFieldThatTwoManagersApplyEqually() {
        story.applies("m1", "data: {x: '1', y: '2'}").applies("m2", "data: {x: '1'}");

        assertThat(story.owners())
                .containsEntry("m1 Apply", "{f:data:{f:x:{},f:y:{}}}")
                .containsEntry("m2 Apply", "{f:data:{f:x:{}}}");
        assertThat(story.at("/metadata/managedFields/0/manager").asText()).isEqualTo("m2");
        assertThat(story.at("/metadata/managedFields/0").has("time")).isFalse();
    }

    @Test
    void refusesToChangeAFieldOfAnother() {
        story.applies("m1", "data: {x: '1'}");

        ConflictException conflict =
                catchThrowableOfType(ConflictException.class, () -> story.applies("m2", "data: {x: '2'}"));

        assertThat(conflict).hasMessage("Apply failed with 1 conflict: conflict with \"m1\": .data.x");
        assertThat(conflict.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.reason()).isEqualTo("FieldManagerConflict");
            assertThat(cause.field()).isEqualTo(".data.x");
            assertThat(cause.message()).isEqualTo("conflict with \"m1\"");
        });
    }

    @Test
    void namesEveryManagerAndFieldInTheWay() {
        story.applies("m1", "spec: {size: 1, containers: [{name: c, image: i}]}")
                .puts("u", "data: {k: v}\nspec: {size: 1, containers: [{name: c, image: i}]}");

        assertThatThrownBy(
                        () -> story.applies("m2", "data: {k: w}\nspec: {size: 2, containers: [{name: c, image: j}]}"))
                .hasMessage("Apply failed with 3 conflicts: conflicts with \"m1\":\n- .spec.size\n"
                        + "- .spec.containers[name=\"c\"].image\n"
                        + "conflicts with \"u\" using shop.example.com/v1:\n- .data.k");
    }

    @Test
    void takesFieldsOverByForce() {
        story.applies("m1", "data: {x: '1', y: '2'}").forces("m2", "data: {x: '3'}");

        assertThat(story.at("/data/x").asText()).isEqualTo("3");
        assertThat(story.owners())
                .containsEntry("m1 Apply", "{f:data:{f:y:{}}}")
                .containsEntry("m2 Apply", "{f:data:{f:x:{}}}");
    }

    @Test
    void removesWhatItOwnedAloneAndNoLongerApplies() {
        story.applies("m1", "data: {x: '1', y: '2', z: '3'}").applies("m2", "data: {x: '1'}");

        story.applies("m1", "data: {z: '3'}");

        assertThat(story.at("/data")).hasToString("{\"x\":\"1\",\"z\":\"3\"}");
        assertThat(story.owners()).containsEntry("m2 Apply", "{f:data:{f:x:{}}}");
    }

    @Test
    void keepsWhatOthersUpdated() {
        story.puts("u", "data: {x: '1'}").applies("m", "data: {y: '2'}").applies("m", "spec: {size: 1}");

        assertThat(story.at("/data")).hasToString("{\"x\":\"1\"}");
    }

    @Test
    void removesAnItemOfItsOwnAndKeepsTheFieldsOfOthersInIt() {
        story.applies("m1", "spec: {containers: [{name: a, image: i}, {name: b, image: j}]}")
                .applies("m2", "spec: {containers: [{name: b, args: [x]}]}")
                .applies("m1", "spec: {size: 1}");

        assertThat(story.at("/spec/containers")).hasToString("[{\"name\":\"b\",\"args\":[\"x\"]}]");
    }

    @Test
    void vanishesWithItsLastField() {
        story.applies("m1", "data: {x: '1'}").applies("m2", "data: {y: '2'}").applies("m1", "");

        assertThat(story.owners()).containsOnlyKeys("m2 Apply");
        assertThat(story.at("/data")).hasToString("{\"y\":\"2\"}");
    }

    @Test
    void putsItemsInTheAppliedOrder() {
        story.applies("m1", "spec: {containers: [{name: a}, {name: b}, {name: c}]}")
                .applies("m2", "spec: {containers: [{name: zero}, {name: c}]}");

        assertThat(story.at("/spec/containers").findValuesAsText("name")).containsExactly("a", "b", "zero", "c");
    }

    @Test
    void ownsAnEmptyMapAndANullValueByThemselves() {
        story.applies("m", "data: {}\nspec: {size: null}");

        assertThat(story.owners()).containsEntry("m Apply", "{f:data:{},f:spec:{f:size:{}}}");
    }

    @Test
    void callsWhatNobodyTrackedByOneName() {
        ObjectNode untracked = widget("data: {x: '1'}");
        story.puts("u", "data: {x: '1'}");
        ObjectNode reset = story.object().deepCopy();
        reset.withObject("/metadata").putArray("managedFields");
        story.updates(Objects.manager("w"), reset);
        assertThat(story.object()).isEqualTo(untracked);

        story.applies("m", "data: {y: '2'}");

        assertThat(story.owners())
                .containsEntry("before-first-apply Update", "{f:data:{.:{},f:x:{}}}")
                .containsEntry("m Apply", "{f:data:{f:y:{}}}");
    }

    @Test
    void refusesFieldsThatNobodyDeclared() {
        assertThatThrownBy(() -> story.applies("m", "bogus: 1"))
                .isInstanceOf(InvalidApplyException.class)
                .hasMessage(".bogus: field not declared in schema");
    }

    @Test
    void refusesItemsThatCannotBeToldApart() {
        assertThatThrownBy(() -> story.applies("m", "spec: {containers: [{name: c}, {name: c, image: i}]}"))
                .hasMessage(".spec.containers: duplicate entries for key [name=\"c\"]");
    }

    @Test
    void leavesTheMapItselfToWhoOwnsIt() {
        story.puts("p", "data: {a: '1'}").forces("m", "data: {a: '2'}").applies("m", "data: {}");

        assertThat(story.owners()).containsEntry("m Apply", "{f:data:{}}").containsEntry("p Update", "{f:data:{}}");
    }

    @Test
    void letsKubectlHaveWhatItAppliedFromTheClientSide() {
        String last = "metadata: {name: w, namespace: default, annotations:"
                + " {kubectl.kubernetes.io/last-applied-configuration: '{\"apiVersion\":\"shop.example.com/v1\","
                + "\"data\":{\"a\":\"1\"}}'}}\n";
        story.updates(
                Objects.manager("kubectl-client-side-apply"),
                Objects.object("apiVersion: shop.example.com/v1\nkind: Widget\n" + last + "data: {a: '1'}"));

        assertThatThrownBy(() -> story.applies("other", "data: {a: '2'}")).isInstanceOf(ConflictException.class);
        story.applies("kubectl", "data: {a: '2'}");

        assertThat(story.at("/data/a").asText()).isEqualTo("2");
        assertThat(story.at("/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration")
                        .asText())
                .isEqualTo("{\"apiVersion\":\"shop.example.com/v1\",\"data\":{\"a\":\"2\"},\"kind\":\"Widget\","
                        + "\"metadata\":{\"name\":\"w\",\"namespace\":\"default\"}}\n");
    }

    @Test
    void changesNothingWhenItIsRepeated() {
        story.applies("m", "data: {x: '1'}\nspec: {ports: [{port: 80}], tags: [b, a]}");
        ObjectNode first = story.object();

        story.applies("m", "data: {x: '1'}\nspec: {ports: [{port: 80}], tags: [b, a]}");

        assertThat(story.object()).isEqualTo(first);
    }
}
