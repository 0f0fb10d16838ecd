package io.kubefed.testkit.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Clusters(2)
class ClustersTest {

    private static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);
    private static final ObjectKey WEB = ObjectKey.clusterScoped("web");

    @Test
    void keepsClustersApart(List<InProcessCluster> clusters) {
        create(clusters.get(0));

        assertThat(clusters).extracting(InProcessCluster::name).containsExactly("cluster 0", "cluster 1");
        assertThat(find(clusters.get(0))).isNotNull();
        assertThat(find(clusters.get(1))).isNull();
    }

    @RepeatedTest(2)
    void startsEveryTestAnew(InProcessCluster cluster) {
        assertThat(find(cluster)).isNull();

        create(cluster);
    }

    @Test
    @Clusters
    void emptiesNamespaces(InProcessCluster cluster) {
        create(cluster);

        cluster.client().delete(NAMESPACES, WEB, "", "Background").block();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> find(cluster) == null);
    }

    private static void create(InProcessCluster cluster) {
        KubeObject namespace = KubeObject.parse("{\"metadata\":{\"name\":\"web\"}}".getBytes(StandardCharsets.UTF_8));
        cluster.client().create(NAMESPACES, namespace, "test").block();
    }

    private static KubeObject find(InProcessCluster cluster) {
        return cluster.client().get(NAMESPACES, WEB).block();
    }
}
