package io.kubefed.e2e;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes real clusters members. */
final class Joining {

    private Joining() {}

    /** Makes a cluster a member, if it is none, once the federation API knows what a member is. */
    static void join(RealCluster federationApi, RealCluster member) {
        join(federationApi.kubectl(), member);
    }

    /** The same, as an administrator of the federation API. */
    static void join(Kubectl federation, RealCluster member) {
        Waiting.until(
                () -> federation.tryRun("get", "clusters.federation.kubefed.io").succeeded());
        Waiting.until(
                () -> federation.tryRun("get", "namespace", "federation-system").succeeded());
        federation.apply("""
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: %1$s, namespace: federation-system}
                        data: {token: %2$s, ca.crt: %3$s}
                        ---
                        apiVersion: federation.kubefed.io/v1beta1
                        kind: Cluster
                        metadata: {name: %1$s, labels: {name: %1$s}}
                        spec:
                          serverAddressByClientCIDRs: [{clientCIDR: 0.0.0.0/0, serverAddress: "%4$s"}]
                          secretRef: {name: %1$s}
                        """.formatted(member.name(), base64(member.token()), base64(member.caPem()), member.url()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
