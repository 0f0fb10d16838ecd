package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import org.junit.jupiter.api.Test;

/** A type that a user defines goes to the members, and its instances after it. */
@RealClusters
@RunningControllers
class CustomTypeIT {

    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.shop.example.com}
            spec:
              group: shop.example.com
              scope: Namespaced
              names: {plural: gadgets, singular: gadget, kind: Gadget}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties: {size: {type: integer}}
            """;
    private static final String GADGET = """
            apiVersion: shop.example.com/v1
            kind: Gadget
            metadata: {name: big, namespace: default}
            spec: {size: %d}
            """;

    private final RealFederation real;
    private final Kubectl federation;

    CustomTypeIT(RealFederation real) {
        this.real = real;
        this.federation = real.federationApi().kubectl();
    }

    @Test
    void followsTheTypeAndItsInstances() {
        federation.apply(DEFINITION);
        Waiting.untilAsserted(() -> federation.apply(GADGET.formatted(1)));
        everywhere("1");

        federation.apply(GADGET.formatted(2));
        everywhere("2");

        real.member(0).kubectl().run("delete", "gadget", "big");
        everywhere("2");

        federation.run("delete", "gadget", "big", "--timeout=90s");
        for (RealCluster member : real.members()) {
            assertThat(member.kubectl().run("get", "gadgets", "-o", "name")).isEmpty();
        }
        // A server does not pass on what the DELETE of a definition asked for, so it is asked for on the template.
        federation.run("annotate", "crd", "gadgets.shop.example.com", "federation.kubefed.io/deletion-policy=cascade");
        federation.run("delete", "crd", "gadgets.shop.example.com", "--timeout=90s");
        for (RealCluster member : real.members()) {
            Waiting.until(() -> !member.kubectl()
                    .tryRun("get", "crd", "gadgets.shop.example.com")
                    .succeeded());
        }
    }

    private void everywhere(String size) {
        for (RealCluster member : real.members()) {
            Waiting.untilAsserted(
                    () -> assertThat(member.kubectl().run("get", "gadget", "big", "-o", "jsonpath={.spec.size}"))
                            .isEqualTo(size));
        }
    }
}
