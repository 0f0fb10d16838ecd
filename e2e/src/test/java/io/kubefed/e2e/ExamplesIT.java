package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.access.Kubeconfigs;
import io.kubefed.core.client.http.HttpClusterClient;
import io.kubefed.core.client.http.Transport;
import io.kubefed.core.client.http.TransportLimits;
import io.kubefed.examples.LabelController;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** The examples do on a real cluster what they say. */
@RealClusters
class ExamplesIT {

    @Test
    void labelsEveryConfigMapWithTheNumberOfItsKeys(RealFederation real) {
        RealCluster cluster = real.member(0);
        LoopResources loops = LoopResources.create("example", 1, true);
        Scheduler timer = Schedulers.newSingle("example-timer", true);
        Transport transport = new Transport(loops, Schedulers.boundedElastic(), timer, TransportLimits.DEFAULT);
        HttpClusterClient client = transport.connect("example", Kubeconfigs.fromFile(cluster.kubeconfig(), null));
        Disposable controller =
                LabelController.over(client, timer, new Random(1)).subscribe();
        try {
            cluster.kubectl().run("create", "configmap", "labelled", "--from-literal=a=1", "--from-literal=b=2");

            Waiting.untilAsserted(() -> assertThat(cluster.kubectl()
                            .run("get", "configmap", "labelled", "-o", "jsonpath={.metadata.labels.keys}"))
                    .isEqualTo("2"));
        } finally {
            controller.dispose();
            client.dispose();
            timer.dispose();
            loops.dispose();
            cluster.kubectl().run("delete", "configmap", "labelled");
        }
    }
}
