package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.Kubectl.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real kubectl, unmodified, on our API server. */
class KubectlOnOursIT {

    private static final String CONFIG_MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: conf, labels: {app: shop}}
            data: {color: %s}
            """;
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 2
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: main, image: "shop:1"}, {name: side, image: "side:1"}]}
            """;
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.shop.example.com}
            spec:
              group: shop.example.com
              scope: Namespaced
              names: {plural: gadgets, singular: gadget, kind: Gadget, shortNames: [gd]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}, scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}}
                additionalPrinterColumns: [{name: Size, type: integer, jsonPath: .spec.size}]
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec: {type: object, properties: {size: {type: integer, default: 2}, text: {type: string}}}
                      status: {type: object, properties: {size: {type: integer}}}
            """;
    private static final String GADGET = """
            apiVersion: shop.example.com/v1
            kind: Gadget
            metadata: {name: big}
            spec: {text: %s}
            """;

    private final OurServer ours = new OurServer();
    private final Kubectl kubectl = ours.kubectl();

    @AfterEach
    void stop() {
        ours.close();
    }

    @Test
    void createsWhatKubectlSendsInProtobuf() {
        pipe(DEPLOYMENT, "create", "-f", "-");

        for (String command : List.of(
                "create namespace web",
                "create configmap conf --from-literal=color=red",
                "create secret generic pass --from-literal=word=open",
                "create deployment site --image=site:1 --replicas=3 --port=80",
                "create job once --image=tool:1 -- tool run",
                "create cronjob often --image=tool:1 --schedule=*/5****",
                "create serviceaccount robot",
                "create role reader --verb=get,list --resource=configmaps",
                "create rolebinding reads --role=reader --serviceaccount=default:robot --user=ann",
                "create clusterrole looker --verb=get --resource=nodes",
                "create clusterrolebinding looks --clusterrole=looker --group=people",
                "create service clusterip inner --tcp=80:8080",
                "create service nodeport outer --tcp=80:8080",
                "create service externalname elsewhere --external-name=example.com",
                "create ingress web --rule=example.com/*=inner:80,tls=cert",
                "create quota small --hard=cpu=1,memory=1Gi",
                "create poddisruptionbudget careful --selector=app=shop --min-available=50%",
                "create priorityclass high --value=1000 --description=first",
                "autoscale deployment shop --min=1 --max=5 --cpu=70%")) {
            // The schedule has blanks of its own.
            String[] words = command.split(" ");
            for (int i = 0; i < words.length; i++) {
                words[i] = words[i].replace("*/5****", "*/5 * * * *");
            }
            assertThat(kubectl.tryRun(words)).as(command).matches(Result::succeeded);
        }

        assertThat(kubectl.run("get", "cm", "conf", "-o", "jsonpath={.data.color}"))
                .isEqualTo("red");
        assertThat(kubectl.run("get", "secret", "pass", "-o", "jsonpath={.data.word} {.type}"))
                .isEqualTo("b3Blbg== Opaque");
        assertThat(
                        kubectl.run(
                                "get",
                                "deploy",
                                "site",
                                "-o",
                                "jsonpath={.spec.replicas} {.spec.template.spec.containers[0]['image','imagePullPolicy','resources']} {.spec.strategy.type}"))
                .isEqualTo("3 site:1 IfNotPresent {} RollingUpdate");
        assertThat(kubectl.run("get", "job", "once", "-o", "jsonpath={.spec.template.spec.containers[0].command}"))
                .isEqualTo("[\"tool\",\"run\"]");
        assertThat(kubectl.run("get", "rolebinding", "reads", "-o", "jsonpath={.subjects[*].name} {.roleRef.kind}"))
                .isEqualTo("ann robot Role");
        assertThat(kubectl.run("get", "svc", "inner", "-o", "jsonpath={.spec.ports[0].targetPort}"))
                .isEqualTo("8080");
        assertThat(kubectl.run("get", "quota", "small", "-o", "jsonpath={.spec.hard.memory}"))
                .isEqualTo("1Gi");
        assertThat(kubectl.run("get", "pdb", "careful", "-o", "jsonpath={.spec.minAvailable}"))
                .isEqualTo("50%");
        assertThat(kubectl.run("get", "hpa", "shop", "-o", "jsonpath={.spec.minReplicas} {.spec.maxReplicas}"))
                .isEqualTo("1 5");
    }

    @Test
    void showsWhatIsThere() {
        assertThat(kubectl.run("get", "namespaces", "-o", "name"))
                .isEqualTo(
                        "namespace/default\nnamespace/kube-node-lease\nnamespace/kube-public\nnamespace/kube-system");
        assertThat(kubectl.run("get", "namespaces")).containsPattern("NAME +STATUS +AGE\ndefault +Active +");
        assertThat(kubectl.run("api-resources")).contains("deployments").contains("customresourcedefinitions");
        assertThat(kubectl.run("version")).contains("Server Version: v1.36.3");
        assertThat(kubectl.run("get", "--raw", "/readyz")).isEqualTo("ok");
    }

    @Test
    void appliesOnTheServer() {
        pipe(CONFIG_MAP.formatted("red"), "apply", "--server-side", "-f", "-");
        pipe(CONFIG_MAP.formatted("blue"), "apply", "--server-side", "-f", "-");
        Result rival = kubectl.tryRunWith(
                CONFIG_MAP.formatted("green"), "apply", "--server-side", "--field-manager=rival", "-f", "-");

        assertThat(kubectl.run("get", "cm", "conf", "-o", "jsonpath={.data.color}"))
                .isEqualTo("blue");
        assertThat(rival.exitCode()).isEqualTo(1);
        assertThat(rival.error()).contains("conflict with \"kubectl\": .data.color");
    }

    @Test
    void appliesInTheClient() {
        assertThat(pipe(DEPLOYMENT, "apply", "-f", "-")).isEqualTo("deployment.apps/shop created");
        assertThat(pipe(DEPLOYMENT, "apply", "-f", "-")).isEqualTo("deployment.apps/shop unchanged");
        assertThat(pipe(DEPLOYMENT.replace("shop:1", "shop:2"), "apply", "-f", "-"))
                .isEqualTo("deployment.apps/shop configured");

        assertThat(kubectl.run("get", "deploy", "shop", "-o", "jsonpath={.spec.template.spec.containers[*].image}"))
                .isEqualTo("shop:2 side:1");
        assertThat(kubectl.run("get", "deploy", "shop", "-o", "wide"))
                .contains("0/2")
                .contains("main,side")
                .contains("app=shop");
    }

    @Test
    void patchesInFourWays() {
        pipe(DEPLOYMENT, "create", "-f", "-");

        kubectl.run("patch", "deploy", "shop", "--type=merge", "-p", "{\"spec\":{\"paused\":true}}");
        kubectl.run(
                "patch",
                "deploy",
                "shop",
                "--type=json",
                "-p",
                "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"a\":\"b\"}}]");
        kubectl.run(
                "patch",
                "deploy",
                "shop",
                "-p",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"side:2\"}]}}}}");
        kubectl.run(
                "patch",
                "deploy",
                "shop",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"replicas\":2}}");

        assertThat(
                        kubectl.run(
                                "get",
                                "deploy",
                                "shop",
                                "-o",
                                "jsonpath={.spec.paused} {.metadata.labels.a} {.spec.template.spec.containers[*].image} {.status.replicas}"))
                .isEqualTo("true b shop:1 side:2 2");
    }

    @Test
    void labelsAnnotatesAndScales() {
        pipe(DEPLOYMENT, "create", "-f", "-");

        kubectl.run("label", "deploy", "shop", "tier=front");
        kubectl.run("annotate", "deploy", "shop", "note=well");
        kubectl.run("annotate", "deploy", "shop", "note-");
        kubectl.run("scale", "deploy", "shop", "--replicas=5");
        kubectl.run("scale", "deploy", "shop", "--current-replicas=5", "--replicas=6");
        kubectl.run("set", "image", "deploy/shop", "main=shop:3");
        kubectl.run("rollout", "pause", "deploy/shop");

        assertThat(kubectl.run("get", "deploy", "-l", "tier=front", "-o", "jsonpath={.items[*].spec.replicas}"))
                .isEqualTo("6");
        assertThat(kubectl.run(
                        "get",
                        "deploy",
                        "shop",
                        "-o",
                        "jsonpath={.metadata.annotations} {.spec.paused} {.spec.template.spec.containers[0].image}"))
                .isEqualTo(" true shop:3");
    }

    @Test
    void refusesWhatIsWrong() {
        Result unknownField = kubectl.tryRunWith(CONFIG_MAP.formatted("red") + "bogus: 1\n", "create", "-f", "-");
        Result absent = kubectl.tryRun("get", "cm", "nope");
        Result unknownType = kubectl.tryRun("get", "nopes");
        Result invalid = kubectl.tryRunWith(
                CONFIG_MAP.formatted("red").replace("name: conf", "name: Conf"), "create", "-f", "-");

        assertThat(unknownField.error()).contains("strict decoding error: unknown field \"bogus\"");
        assertThat(absent.error()).isEqualTo("Error from server (NotFound): configmaps \"nope\" not found");
        assertThat(unknownType.error()).contains("the server doesn't have a resource type \"nopes\"");
        assertThat(invalid.error())
                .contains("The ConfigMap \"Conf\" is invalid: metadata.name: Invalid value: \"Conf\":");
    }

    @Test
    void deletesAndWaitsForIt() {
        pipe(
                CONFIG_MAP.formatted("red").replace("{name: conf,", "{name: conf, finalizers: [a.b/c],"),
                "create",
                "-f",
                "-");

        Result tooSoon = kubectl.tryRun("delete", "cm", "conf", "--timeout=1s");
        kubectl.run("patch", "cm", "conf", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
        pipe("{apiVersion: v1, kind: Namespace, metadata: {name: web}}", "create", "-f", "-");
        pipe(DEPLOYMENT, "create", "-n", "web", "-f", "-");
        kubectl.run("delete", "ns", "web", "--timeout=30s");

        assertThat(tooSoon.exitCode()).isEqualTo(1);
        assertThat(kubectl.run("get", "cm", "-o", "name")).isEmpty();
        assertThat(kubectl.run("get", "deploy", "-A", "-o", "name")).isEmpty();
    }

    @Test
    void followsChanges() {
        int atRest = ours.server().openWatches();
        pipe(CONFIG_MAP.formatted("red"), "create", "-f", "-");
        CompletableFuture<Result> watch = CompletableFuture.supplyAsync(
                () -> kubectl.tryRun("get", "cm", "-w", "-o", "jsonpath={.data.color} ", "--request-timeout=20s"));
        Waiting.until(() -> ours.server().openWatches() > atRest);
        kubectl.run("patch", "cm", "conf", "--type=merge", "-p", "{\"data\":{\"color\":\"blue\"}}");
        kubectl.run("delete", "cm", "conf");

        assertThat(watch.join().output()).isEqualTo("red blue blue");
        assertThat(ours.server().openWatches()).isEqualTo(atRest);
    }

    @Test
    void explainsItsTypes() {
        assertThat(kubectl.run("explain", "deployment.spec.strategy"))
                .contains("KIND:       Deployment")
                .contains("rollingUpdate");
        assertThat(kubectl.run("explain", "configmap.data")).contains("map[string]string");
    }

    @Test
    void servesTypesThatUsersDefine() {
        pipe(DEFINITION, "create", "-f", "-");
        kubectl.run("wait", "--for=condition=Established", "crd/gadgets.shop.example.com", "--timeout=30s");
        pipe(GADGET.formatted("one"), "apply", "-f", "-");
        pipe(GADGET.formatted("two"), "apply", "-f", "-");
        kubectl.run("scale", "gadget", "big", "--replicas=7");

        assertThat(kubectl.run("get", "gd")).containsPattern("NAME +SIZE\nbig +7");
        assertThat(kubectl.run("get", "gd", "big", "-o", "jsonpath={.spec.text}"))
                .isEqualTo("two");
        assertThat(kubectl.run("explain", "gadget.spec")).contains("size").contains("<integer>");
        kubectl.run("delete", "crd", "gadgets.shop.example.com", "--timeout=30s");
        assertThat(kubectl.tryRun("get", "gd").exitCode()).isEqualTo(1);
    }

    @Test
    void comparesBeforeItApplies() {
        pipe(CONFIG_MAP.formatted("red"), "apply", "-f", "-");

        Result difference = kubectl.tryRunWith(CONFIG_MAP.formatted("blue"), "diff", "-f", "-");

        assertThat(difference.exitCode()).isEqualTo(1);
        assertThat(difference.output()).contains("-  color: red").contains("+  color: blue");
        assertThat(kubectl.run("get", "cm", "conf", "-o", "jsonpath={.data.color}"))
                .isEqualTo("red");
    }

    @Test
    void waitsForAChange() {
        pipe(DEPLOYMENT, "create", "-f", "-");
        kubectl.run(
                "patch",
                "deploy",
                "shop",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"conditions\":[{\"type\":\"Available\",\"status\":\"True\"}]}}");

        assertThat(kubectl.run("wait", "--for=condition=Available", "deploy/shop", "--timeout=30s"))
                .isEqualTo("deployment.apps/shop condition met");
    }

    private String pipe(String manifest, String... arguments) {
        Result result = kubectl.tryRunWith(manifest, arguments);
        assertThat(result.succeeded())
                .as("kubectl %s: %s", String.join(" ", arguments), result.error())
                .isTrue();
        return result.output();
    }
}
