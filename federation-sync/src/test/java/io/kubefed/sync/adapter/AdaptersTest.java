package io.kubefed.sync.adapter;

import static io.kubefed.sync.Fixtures.DEPLOYMENTS;
import static io.kubefed.sync.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.model.ResourceType;
import io.kubefed.sync.StandardAdapters;
import io.kubefed.sync.adapter.workload.DeploymentAdapter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptersTest {

    private static TypeAdapter of(String group, String plural) {
        return StandardAdapters.all().of(new ResourceType(group, "v1", plural, "Any", true));
    }

    private static ObjectNode shaped(String group, String plural, String json) {
        ObjectNode body = object(json).json();
        of(group, plural).shape(body);
        return body;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|namespaces|{'metadata':{'labels':{'kubernetes.io/metadata.name':'x','a':'b'}},'spec':{'finalizers':[]}}"
                        + "|{'metadata':{'labels':{'a':'b'}}}",
                "|serviceaccounts|{'secrets':[{'name':'t'}],'imagePullSecrets':[]}|{'imagePullSecrets':[]}",
                "|services|{'spec':{'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1'],'ipFamilies':['IPv4'],"
                        + "'healthCheckNodePort':3,'ports':[{'port':80,'nodePort':30000}]}}|{'spec':{'ports':[{'port':80}]}}",
                "|services|{'spec':{'clusterIP':'None','clusterIPs':['None']}}|{'spec':{'clusterIP':'None'}}",
                "|persistentvolumeclaims|{'metadata':{'annotations':{'pv.kubernetes.io/bind-completed':'yes','a':'b'}},"
                        + "'spec':{'volumeName':'pv-1','accessModes':[]}}"
                        + "|{'metadata':{'annotations':{'a':'b'}},'spec':{'accessModes':[]}}",
                "batch|jobs|{'metadata':{'labels':{'controller-uid':'1','a':'b'}},'spec':{'selector':{},'template':"
                        + "{'metadata':{'labels':{'batch.kubernetes.io/job-name':'j','c':'d'}}}}}"
                        + "|{'metadata':{'labels':{'a':'b'}},'spec':{'template':{'metadata':{'labels':{'c':'d'}}}}}",
                "batch|jobs|{'spec':{'manualSelector':true,'selector':{}}}|{'spec':{'manualSelector':true,'selector':{}}}",
                "|configmaps|{'data':{'a':'b'},'binaryData':{'c':'ZA=='}}|{'data':{'a':'b'},'binaryData':{'c':'ZA=='}}"
            })
    void takesOutWhatMembersDecideForThemselves(String group, String plural, String body, String expected) {
        assertThat(shaped(group == null ? "" : group, plural, body))
                .isEqualTo(object(expected).json());
    }

    @ParameterizedTest
    @CsvSource({"'',namespaces", "'',services", "batch,jobs", "'',persistentvolumeclaims", "'',serviceaccounts"})
    void takesBodiesWithoutTheUsualParts(String group, String plural) {
        assertThat(shaped(group, plural, "{'metadata':{'name':'x'}}"))
                .isEqualTo(object("{'metadata':{'name':'x'}}").json());
    }

    @Test
    void keepsTokensOfOneClusterAtHome() {
        TypeAdapter secrets = of("", "secrets");

        assertThat(secrets.excludes(object("{'type':'kubernetes.io/service-account-token'}")))
                .hasValueSatisfying(why -> assertThat(why).contains("service-account-token"));
        assertThat(secrets.excludes(object("{'type':'bootstrap.kubernetes.io/token'}")))
                .isPresent();
        assertThat(secrets.excludes(object("{'type':'Opaque'}"))).isEmpty();
        assertThat(secrets.excludes(object("{}"))).isEmpty();
    }

    @Test
    void findsTheRulesOfATypeWhateverItsVersion() {
        assertThat(StandardAdapters.all().of(DEPLOYMENTS)).isInstanceOf(DeploymentAdapter.class);
        assertThat(of("example.com", "deployments").aggregatesStatus()).isFalse();
    }

    @Test
    void refusesTwoAdaptersForOneType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Adapters.of(List.of(new DeploymentAdapter(), new DeploymentAdapter())))
                .withMessageContaining("deployments.apps");
    }
}
