package io.kubefed.sync.adapter.workload;

import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.WEST;
import static io.kubefed.sync.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.replicas.ReplicaPreferences;
import io.kubefed.sync.adapter.TypeAdapter;
import io.kubefed.sync.adapter.TypeAdapter.Copy;
import io.kubefed.sync.preferences.ReplicaDemand;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DividedWorkloadsTest {

    static Stream<Arguments> workloads() {
        return Stream.of(
                Arguments.of(new DeploymentAdapter(), "deployment-preferences"),
                Arguments.of(new ReplicaSetAdapter(), "replica-set-preferences"),
                Arguments.of(new StatefulSetAdapter(), "stateful-set-preferences"));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void readTheirOwnPreferences(TypeAdapter adapter, String annotation) {
        KubeObject workload = object("{'metadata':{'annotations':{'federation.kubernetes.io/" + annotation
                + "':'{\\'rebalance\\':true,\\'clusters\\':{\\'*\\':{\\'weight\\':1}}}'}},'spec':{'replicas':4}}");

        ReplicaDemand demand = adapter.demand(workload).orElseThrow();

        assertThat(demand.replicas()).isEqualTo(4);
        assertThat(demand.preferences().rebalance()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void wantOneReplicaEvenlySpreadIfNothingIsSaid(TypeAdapter adapter, String ignored) {
        assertThat(adapter.demand(object("{'metadata':{},'spec':{}}")))
                .contains(new ReplicaDemand(1, ReplicaPreferences.EVEN));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void quoteANumberThatIsNone(TypeAdapter adapter, String ignored) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> adapter.demand(object("{'metadata':{},'spec':{'replicas':-1}}")))
                .withMessage("spec.replicas is -1, but must be 0 or more");
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void addUpTheCountsOfTheirCopies(TypeAdapter adapter, String ignored) {
        ObjectNode status = adapter.aggregate(
                        object("{'metadata':{'generation':7}}"),
                        List.of(
                                copy(
                                        adapter,
                                        "{'observedGeneration':2,'replicas':3,'readyReplicas':2,'availableReplicas':1}"),
                                new Copy(
                                        WEST,
                                        true,
                                        1,
                                        object("{'observedGeneration':1,'replicas':1,'readyReplicas':1}")
                                                .json())))
                .orElseThrow();

        assertThat(status.toString())
                .isEqualTo(object("{'observedGeneration':7,'replicas':4,'readyReplicas':3,'availableReplicas':1}")
                        .json()
                        .toString());
    }

    private static Copy copy(TypeAdapter adapter, String status) {
        assertThat(adapter.aggregatesStatus()).isTrue();
        return new Copy(EAST, true, 2, object(status).json());
    }

    /** G-49g: fully labelled replicas are those of the members, not their replicas. */
    @Test
    void countsFullyLabelledReplicasAsMembersDo() {
        ObjectNode status = new ReplicaSetAdapter()
                .aggregate(
                        object("{'metadata':{'generation':7}}"),
                        List.of(copy(new ReplicaSetAdapter(), "{'replicas':3,'fullyLabeledReplicas':2}")))
                .orElseThrow();

        assertThat(status.path("fullyLabeledReplicas").asInt()).isEqualTo(2);
    }
}
