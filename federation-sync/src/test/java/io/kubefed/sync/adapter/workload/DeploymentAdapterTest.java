package io.kubefed.sync.adapter.workload;

import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.WEST;
import static io.kubefed.sync.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ClusterName;
import io.kubefed.sync.adapter.TypeAdapter.Copy;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentAdapterTest {

    private static final KubeObject TEMPLATE =
            object("{'metadata':{'name':'shop','generation':7},'status':{'observedGeneration':6,'conditions':"
                    + "[{'type':'Available','status':'True','lastTransitionTime':'2020-01-01T00:00:00Z'}]}}");

    private final DeploymentAdapter adapter = new DeploymentAdapter();

    private static Copy copy(ClusterName member, boolean upToDate, long generation, String status) {
        return new Copy(member, upToDate, generation, object(status).json());
    }

    private static String condition(String type, String status, String message, int hour) {
        return "{'observedGeneration':2,'conditions':[{'type':'" + type + "','status':'" + status + "','reason':'R"
                + status + "','message':'" + message + "','lastUpdateTime':'2021-01-01T0" + hour
                + ":00:00Z','lastTransitionTime':'2021-01-01T0" + hour + ":00:00Z'}]}";
    }

    private JsonNode aggregate(Copy... copies) {
        return adapter.aggregate(TEMPLATE, List.of(copies)).orElseThrow();
    }

    private JsonNode merged(String type, String east, String west) {
        return aggregate(
                        copy(EAST, true, 2, condition(type, east, "in the east", 1)),
                        copy(WEST, true, 2, condition(type, west, "in the west", 2)))
                .at("/conditions/0");
    }

    @Test
    void addsUpTheCountsOfAllCopies() {
        JsonNode status = aggregate(
                copy(EAST, true, 2, "{'observedGeneration':2,'replicas':3,'readyReplicas':2,'collisionCount':1}"),
                copy(WEST, true, 9, "{'observedGeneration':9,'replicas':4,'unavailableReplicas':1}"),
                new Copy(new ClusterName("north"), false, 0, null));

        assertThat(status.path("replicas").asInt()).isEqualTo(7);
        assertThat(status.path("readyReplicas").asInt()).isEqualTo(2);
        assertThat(status.path("unavailableReplicas").asInt()).isEqualTo(1);
        assertThat(status.has("updatedReplicas")).isFalse();
        assertThat(status.has("collisionCount")).isFalse();
    }

    @Test
    void hasObservedAGenerationOnceEveryMemberHas() {
        Copy settled = copy(EAST, true, 2, "{'observedGeneration':2}");

        assertThat(aggregate(settled).path("observedGeneration").asInt()).isEqualTo(7);
        for (Copy behind : List.of(
                copy(WEST, true, 3, "{'observedGeneration':2}"),
                copy(WEST, false, 2, "{'observedGeneration':2}"),
                copy(WEST, true, 2, "{}"),
                new Copy(WEST, false, 0, null))) {
            assertThat(aggregate(settled, behind).path("observedGeneration").asInt())
                    .isEqualTo(6);
        }
    }

    @Test
    void saysThatAGoodConditionHoldsIfItHoldsEverywhere() {
        JsonNode both = merged("Available", "True", "True");
        assertThat(both.path("status").asText()).isEqualTo("True");
        assertThat(both.path("message").asText()).isEqualTo("in the east");
        assertThat(both.path("lastUpdateTime").asText()).isEqualTo("2021-01-01T02:00:00Z");
        assertThat(both.path("lastTransitionTime").asText())
                .as("the template has been showing this status since")
                .isEqualTo("2020-01-01T00:00:00Z");

        JsonNode one = merged("Available", "True", "False");
        assertThat(one.path("status").asText()).isEqualTo("False");
        assertThat(one.path("reason").asText()).isEqualTo("RFalse");
        assertThat(one.path("message").asText()).isEqualTo("False in 1 of 2 members; west: in the west");
        assertThat(one.path("lastTransitionTime").asText()).isEqualTo("2021-01-01T02:00:00Z");
    }

    @Test
    void saysThatABadConditionHoldsIfItHoldsAnywhere() {
        assertThat(merged("ReplicaFailure", "True", "False").path("status").asText())
                .isEqualTo("True");
        assertThat(merged("ReplicaFailure", "False", "False").path("status").asText())
                .isEqualTo("False");
    }

    @Test
    void doesNotKnowWhatOneMemberDoesNotUnlessAnotherDecides() {
        assertThat(merged("Available", "True", "Unknown").path("status").asText())
                .isEqualTo("Unknown");
        assertThat(merged("Available", "False", "Unknown").path("status").asText())
                .isEqualTo("False");
        assertThat(merged("ReplicaFailure", "False", "Unknown").path("status").asText())
                .isEqualTo("Unknown");
        assertThat(merged("ReplicaFailure", "True", "Unknown").path("status").asText())
                .isEqualTo("True");
    }

    @Test
    void takesNonsenseFromAMemberForUnknown() {
        JsonNode condition = merged("Available", "maybe", "True");
        assertThat(condition.path("status").asText()).isEqualTo("Unknown");
        assertThat(aggregate(copy(EAST, true, 2, "{'conditions':[{}],'replicas':'many'}"))
                        .path("conditions"))
                .hasSize(1);
    }

    @Test
    void comesToTheSameForTheSameMembers() {
        JsonNode first = aggregate(copy(EAST, true, 2, condition("Progressing", "True", "a", 1)));
        JsonNode again = adapter.aggregate(
                        new KubeObject(TEMPLATE.json().deepCopy().set("status", first)),
                        List.of(copy(EAST, true, 2, condition("Progressing", "True", "a", 1))))
                .orElseThrow();

        assertThat(again).isEqualTo(first);
    }

    @Test
    void showsNothingOfNoCopies() {
        assertThat(aggregate().path("observedGeneration").asInt()).isEqualTo(7);
        assertThat(aggregate().size()).isEqualTo(1);
    }
}
