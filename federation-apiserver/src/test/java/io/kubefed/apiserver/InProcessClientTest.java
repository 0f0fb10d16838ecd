package io.kubefed.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.ClusterClientContract;
import org.junit.jupiter.api.AfterEach;

class InProcessClientTest extends ClusterClientContract {

    private final ApiServer server = Servers.server();

    @Override
    protected ClusterClient client() {
        return server.client();
    }

    @AfterEach
    void leavesNothingBehind() {
        assertThat(server.openWatches()).isZero();
    }
}
