package io.kubefed.core.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.Config;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.access.Authentication;
import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @RegisterExtension
    static final Loopback LOOPBACK = new Loopback();

    @ParameterizedTest
    @CsvSource({
        "east.example.com, *, true",
        "east.example.com, east.example.com, true",
        "east.example.com, EXAMPLE.com, true",
        "east.example.com, .example.com, true",
        "east.example.com, east.example, false",
        "badexample.com, example.com, false",
        "10.1.2.3, 10.0.0.0/8, true",
        "11.1.2.3, 10.0.0.0/8, false",
        "10.1.2.3, 10.0.0.0/99, false",
        "[fd00::1], fd00::/8, true",
        "fd00::1, 10.0.0.0/8, false",
        "east.example.com, 10.0.0.0/8, false",
        "east.example.com, '', false",
    })
    void goesDirectlyWhereNoProxySays(String host, String entry, boolean bypassed) {
        assertThat(Proxies.bypassed(host, new String[] {"other.example", " " + entry}))
                .isEqualTo(bypassed);
    }

    @Test
    void asksTheProxyForTheServerByItsName() throws Exception {
        try (RawServer proxy =
                RawServer.answering("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")) {
            FederationException failure = failure(config ->
                    config.setHttpsProxy("http://jane:s3cret@" + proxy.url().substring(7)));

            assertThat(failure)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("the proxy made no connection to https://east.example:6443")
                    .hasMessageContaining("407");
            assertThat(failure.getMessage()).doesNotContain("s3cret");
            assertThat(proxy.heard())
                    .startsWith("CONNECT east.example:6443 HTTP/1.1")
                    .contains("proxy-authorization: Basic amFuZTpzM2NyZXQ=");
        }
    }

    @Test
    void refusesAProxyWithoutAPort() {
        assertThat(failure(config -> config.setHttpsProxy("http://jane:s3cret@proxy.example")))
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("the proxy \"http://proxy.example\" has no host or no port");
    }

    private static FederationException failure(Consumer<Config> change) {
        Config config = ClusterAccess.anonymous("east.example:6443").config();
        change.accept(config);
        HttpClusterClient client =
                LOOPBACK.transport().connect("member east-1", new ClusterAccess(config, new Authentication.None()));
        FederationException[] caught = new FederationException[1];
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> client.send(ApiRequest.get("/version")).block(TIMEOUT))
                .satisfies(error -> caught[0] = error);
        client.dispose();
        return caught[0];
    }
}
