package io.kubefed.sync;

import static io.kubefed.sync.Fixtures.NOW;
import static io.kubefed.sync.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ResourceType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** U-UT-17: which pods count. */
class UnschedulablePodsTest {

    private static final ResourceType PODS = new ResourceType("", "v1", "pods", "Pod", true);
    private static final KubeObject WORKLOAD =
            object("{'metadata':{'namespace':'web'},'spec':{'selector':{'matchLabels':{'app':'shop'}}}}");

    private final ToyCluster member = new ToyCluster("member east");

    private void pod(String name, String metadata, @Nullable String reason, Duration age) {
        String conditions = reason == null
                ? ""
                : "{'type':'PodScheduled','status':'False','reason':'" + reason + "','lastTransitionTime':'"
                        + NOW.minus(age) + "'}";
        member.put(
                PODS,
                "{'metadata':{'name':'" + name + "','namespace':'web'" + metadata + "},'status':{'phase':'Pending',"
                        + "'conditions':[" + conditions + "]}}");
    }

    @Test
    void countsThoseThatFoundNoPlaceForAMinute() {
        pod("waits-long", "", "Unschedulable", Duration.ofMinutes(10));
        pod("waits-a-minute", "", "Unschedulable", Duration.ofMinutes(1));
        pod("waits-a-moment", "", "Unschedulable", Duration.ofSeconds(59));
        pod("is-gated", "", "SchedulingGated", Duration.ofMinutes(10));
        pod("is-new", "", null, Duration.ZERO);
        pod("leaves", ",'deletionTimestamp':'2020-01-01T00:00:00Z'", "Unschedulable", Duration.ofMinutes(10));

        assertThat(UnschedulablePods.count(member, WORKLOAD, NOW).block()).isEqualTo(2);
        assertThat(member.requests).hasSize(1);
        assertThat(member.requests.get(0).query())
                .containsEntry("labelSelector", "app=shop")
                .containsEntry("fieldSelector", "status.phase=Pending");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|''",
                "{'matchLabels':{'a':'b','c':'d'}}|a=b,c=d",
                "{'matchLabels':{'a':'b'},'matchExpressions':[{'key':'k','operator':'In','values':['x','y']}]}|a=b,k in (x,y)",
                "{'matchExpressions':[{'key':'k','operator':'NotIn','values':['x']}]}|k notin (x)",
                "{'matchExpressions':[{'key':'k','operator':'Exists'}]}|k",
                "{'matchExpressions':[{'key':'k','operator':'DoesNotExist'}]}|!k"
            })
    void selectsAsTheWorkloadDoes(String selector, String expected) {
        assertThat(UnschedulablePods.selector(object(selector).json())).isEqualTo(expected);
    }
}
