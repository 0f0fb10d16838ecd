package io.kubefed.fcp.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.ThrottledException;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.model.ClusterName;
import io.kubefed.fcp.status.Metrics;
import io.kubefed.sync.SyncOptions;
import io.kubefed.sync.cluster.ClusterSettings;
import io.kubefed.sync.cluster.MemberConnector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class ControllerManagerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ToyApi api = new ToyApi();
    private final ControllerManager manager = new ControllerManager(
            api,
            api,
            "federation-system",
            new ControllerManager.Site(new NoMembers(), List::of, Schedulers.parallel(), new Random(1)),
            SyncOptions.STANDARD,
            ClusterSettings.STANDARD,
            new Metrics(new SimpleMeterRegistry()));

    @Test
    void outlastsAFederationApiThatFailsAtTheStart() {
        api.failOnce(
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/clusters.federation.kubefed.io",
                new TransientException("connection refused", null));
        api.failOnce(
                "/api/v1/namespaces/federation-system",
                new ThrottledException("slow down", ApiStatus.of(429, "TooManyRequests", "slow down")));

        assertThat(manager.prepare().block(LIMIT)).extracting("uid").isEqualTo("0b1c2d3e-1111-2222-3333-444455556666");
    }

    private static final class NoMembers implements MemberConnector {

        @Override
        public ClusterClient connect(ClusterName member, String address, Map<String, byte[]> secret) {
            throw new AssertionError("no members here");
        }

        @Override
        public void close(ClusterClient client) {}
    }
}
