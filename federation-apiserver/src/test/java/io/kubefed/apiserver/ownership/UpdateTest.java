package io.kubefed.apiserver.ownership;

import static io.kubefed.apiserver.ownership.Objects.object;
import static io.kubefed.apiserver.ownership.Objects.widget;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;
import io.kubefed.apiserver.type.StructuralSchema;
import org.junit.jupiter.api.Test;

class UpdateTest {

    private final Story story = new Story();

    @Test
    void givesTheCreatorWhatItMadeWithTheMapsThemselves() {
        story.puts("p", "data: {k: v}\nspec: {size: 1, tags: [t], ports: [{port: 1, protocol: TCP}]}");

        assertThat(story.owners())
                .containsEntry(
                        "p Update",
                        "{f:data:{.:{},f:k:{}},f:spec:{.:{},"
                                + "f:ports:{.:{},k:{'port':1,'protocol':'TCP'}:{.:{},f:port:{},f:protocol:{}}},"
                                + "f:size:{},f:tags:{.:{},v:'t':{}}}}");
    }

    @Test
    void movesChangedFieldsToWhoChangedThem() {
        story.puts("p", "data: {k: v}").puts("q", "data: {k: w, n: x}");

        assertThat(story.owners())
                .containsEntry("p Update", "{f:data:{}}")
                .containsEntry("q Update", "{f:data:{f:k:{},f:n:{}}}");
    }

    @Test
    void forgetsWhatIsRemoved() {
        story.puts("p", "data: {k: v}\nspec: {size: 1}").puts("q", "spec: {size: 2}");

        assertThat(story.owners())
                .containsEntry("p Update", "{f:spec:{}}")
                .containsEntry("q Update", "{f:spec:{f:size:{}}}");
    }

    @Test
    void takesAppliedFieldsAway() {
        story.applies("m", "data: {x: '1', y: '2'}").puts("u", "data: {x: '3', y: '2'}");

        assertThat(story.owners())
                .containsEntry("m Apply", "{f:data:{f:y:{}}}")
                .containsEntry("u Update", "{f:data:{f:x:{}}}");
    }

    @Test
    void changesNoEntryWhenNothingChanges() {
        story.puts("p", "data: {k: v}");
        ObjectNode before = story.object();

        story.puts("q", "data: {k: v}");

        assertThat(story.object()).isEqualTo(before);
    }

    @Test
    void renewsTheTimeOfWhoWritesAnotherValue() {
        story.puts("p", "data: {k: v}").puts("p", "data: {k: w}");

        assertThat(story.at("/metadata/managedFields/0/time").asText()).isEqualTo("2026-11-24T12:00:02Z");
    }

    @Test
    void keepsEntriesThatTheClientLeftOut() {
        story.puts("p", "data: {k: v}").puts("q", "data: {k: v, n: x}");

        assertThat(story.owners()).containsOnlyKeys("p Update", "q Update");
    }

    @Test
    void resetsEntriesAndTracksNothingAfterwards() {
        story.puts("p", "data: {k: v}");
        ObjectNode reset = story.object().deepCopy();
        reset.withObject("/metadata").putArray("managedFields").addObject();
        story.updates(Objects.manager("p"), reset);
        assertThat(story.owners()).isEmpty();

        story.puts("q", "data: {k: w}");

        assertThat(story.object().path("metadata").has("managedFields")).isFalse();
    }

    @Test
    void letsClientsRewriteEntries() {
        story.puts("p", "data: {k: v}").puts("q", "data: {k: v, n: x}");
        ObjectNode fewer = story.object().deepCopy();
        fewer.withArray("/metadata/managedFields").remove(0);

        story.updates(Objects.manager("r"), fewer);

        assertThat(story.owners()).containsOnlyKeys("q Update");
    }

    @Test
    void ignoresEntriesThatMakeNoSense() {
        story.puts("p", "data: {k: v}");
        ObjectNode odd = story.object().deepCopy();
        odd.withArray("/metadata/managedFields").add(object("{manager: x, operation: Foo, fieldsType: FieldsV1}"));

        story.updates(Objects.manager("r"), odd);

        assertThat(story.owners()).containsOnlyKeys("p Update");
    }

    @Test
    void listsSubresourcesApart() {
        story.puts("p", "spec: {size: 1}");
        ObjectNode scaled = widget("spec: {size: 2}");

        story.updates(new FieldManager("p", "shop.example.com/v1", "scale"), scaled);

        assertThat(story.at("/metadata/managedFields/0/subresource").asText()).isEqualTo("scale");
        assertThat(story.object().at("/metadata/managedFields/0/fieldsV1")).hasToString("{\"f:spec\":{\"f:size\":{}}}");
    }

    @Test
    void recordsNoScaleWhenNobodyOwnedTheCount() {
        story.puts("p", "data: {k: v}");

        story.updates(new FieldManager("s", "shop.example.com/v1", "scale"), widget("data: {k: v}\nspec: {size: 2}"));

        assertThat(story.at("/spec/size").asInt()).isEqualTo(2);
        assertThat(story.owners()).containsOnlyKeys("p Update");
    }

    @Test
    void ownsAsAWholeWhatItsTypeHasMadeOneValueSince() {
        story.applies("m", "spec: {tags: [t], containers: [{name: c, image: i}]}");
        ObjectNode live = story.object();
        Schema since = StructuralSchema.of(object("""
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      size: {type: integer}
                      tags: {type: array, items: {type: string}}
                      containers: {type: array, items: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """));
        ObjectNode changed = live.deepCopy();
        changed.withObject("/spec").put("size", 1);

        ObjectNode next = FieldManagement.update(live, changed, since, Objects.manager("u"), Objects.LATER);

        assertThat(next.at("/metadata/managedFields/0/fieldsV1"))
                .hasToString("{\"f:spec\":{\"f:containers\":{},\"f:tags\":{}}}");
    }

    @Test
    void joinsTheOldestUpdatersWhenThereAreTooMany() {
        for (int i = 1; i <= 15; i++) {
            story.puts("u" + i, data(i));
        }

        assertThat(story.owners())
                .hasSize(10)
                .containsEntry(
                        "ancient-changes Update", "{f:data:{.:{},f:k1:{},f:k2:{},f:k3:{},f:k4:{},f:k5:{},f:k6:{}}}")
                .containsKeys("u7 Update", "u15 Update");
    }

    private static String data(int keys) {
        StringBuilder data = new StringBuilder("data:\n");
        for (int i = 1; i <= keys; i++) {
            data.append("  k").append(i).append(": v\n");
        }
        return data.toString();
    }
}
