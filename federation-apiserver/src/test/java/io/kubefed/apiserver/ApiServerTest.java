package io.kubefed.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.apiserver.storage.memory.MemoryStorage;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.client.discovery.Discovery;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Whole requests, in virtual time and on one thread. */
class ApiServerTest {

    private static final ResourceType CONFIG_MAPS = new ResourceType("", "v1", "configmaps", "ConfigMap", true);
    private static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);
    private static final ResourceType DEFINITIONS = new ResourceType(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    private static final ResourceType GADGETS = new ResourceType("shop.example.com", "v1", "gadgets", "Gadget", true);
    private static final String DEFINITION = """
            {'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition',
             'metadata':{'name':'gadgets.shop.example.com'},
             'spec':{'group':'shop.example.com','scope':'Namespaced',
              'names':{'plural':'gadgets','singular':'gadget','kind':'Gadget'},
              'versions':[{'name':'v1','served':true,'storage':true,'subresources':{'status':{}},
               'schema':{'openAPIV3Schema':{'type':'object','properties':{
                'spec':{'type':'object','properties':{'size':{'type':'integer','default':3}}},
                'status':{'type':'object','x-kubernetes-preserve-unknown-fields':true}}}}}]}}""";

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ApiServer server = Servers.server(ApiServerSettings.DEFAULT, time);
    private final ClusterClient client = server.client();

    @Test
    void hasTheNamespacesOfEveryCluster() {
        assertThat(client.list(NAMESPACES, "")
                        .map(KubeObject::name)
                        .collectList()
                        .block())
                .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
    }

    @Test
    void discoversWhatItServes() {
        create(DEFINITIONS, DEFINITION);

        var types = new Discovery(client).types().block();

        assertThat(types.find("configmaps")).isPresent();
        assertThat(types.find("deployments.apps")).isPresent();
        assertThat(types.find("gadgets.shop.example.com"))
                .hasValueSatisfying(
                        found -> assertThat(found.hasSubresource("status")).isTrue());
    }

    @Test
    void servesADefinedTypeAtOnce() {
        KubeObject definition = create(DEFINITIONS, DEFINITION);
        KubeObject gadget = create(
                GADGETS, "{'metadata':{'namespace':'default','name':'big'},'spec':{},'status':{'phase':'Dropped'}}");

        assertThat(definition.json().at("/status/conditions/1/type").asText()).isEqualTo("Established");
        assertThat(gadget.json().at("/spec/size").asInt()).isEqualTo(3);
        assertThat(gadget.json().has("status")).isFalse();
        assertThat(gadget.generation()).isEqualTo(1);
    }

    @Test
    void goesOnWithWhatIsStored() {
        MemoryStorage storage = new MemoryStorage(1_000, 100);
        ClusterClient before = over(storage).client();
        send(before, DEFINITIONS, DEFINITION);
        KubeObject gadget =
                send(before, GADGETS, "{'metadata':{'namespace':'default','name':'big'},'spec':{'size':1}}");

        ClusterClient after = over(storage).client();

        assertThat(after.get(GADGETS, new ObjectKey("default", "big")).block()).isEqualTo(gadget);
        assertThat(after.list(NAMESPACES, "").collectList().block())
                .isEqualTo(before.list(NAMESPACES, "").collectList().block())
                .hasSize(4);
    }

    private ApiServer over(MemoryStorage storage) {
        return ApiServer.over("test server", storage, time, new SplittableRandom(1))
                .blockOptional()
                .orElseThrow();
    }

    @Test
    void keepsStatusAndSpecificationApart() {
        create(DEFINITIONS, DEFINITION);
        create(GADGETS, "{'metadata':{'namespace':'default','name':'big'},'spec':{'size':1}}");
        ObjectKey key = new ObjectKey("default", "big");

        KubeObject withStatus = client.mergePatch(
                        GADGETS, key, "status", "{\"status\":{\"phase\":\"Good\"},\"spec\":{\"size\":9}}", "t")
                .block();
        KubeObject withSpec = client.mergePatch(
                        GADGETS, key, "", "{\"status\":{\"phase\":\"Bad\"},\"spec\":{\"size\":2}}", "t")
                .block();

        assertThat(withStatus.json().at("/status/phase").asText()).isEqualTo("Good");
        assertThat(withStatus.json().at("/spec/size").asInt()).isEqualTo(1);
        assertThat(withStatus.generation()).isEqualTo(1);
        assertThat(withSpec.json().at("/status/phase").asText()).isEqualTo("Good");
        assertThat(withSpec.json().at("/spec/size").asInt()).isEqualTo(2);
        assertThat(withSpec.generation()).isEqualTo(2);
    }

    @Test
    void waitsForFinalizersBeforeItDeletes() {
        create(CONFIG_MAPS, "{'metadata':{'namespace':'default','name':'held','finalizers':['a.b/c']}}");
        ObjectKey key = new ObjectKey("default", "held");

        client.delete(CONFIG_MAPS, key, "", "Background").block();
        KubeObject held = client.get(CONFIG_MAPS, key).block();
        client.mergePatch(CONFIG_MAPS, key, "", "{\"metadata\":{\"finalizers\":null}}", "t")
                .block();

        assertThat(held.deleting()).isTrue();
        assertThat(client.get(CONFIG_MAPS, key).block()).isNull();
    }

    @Test
    void startsAWatchWithWhatIsThereAndABookmark() {
        create(CONFIG_MAPS, "{'metadata':{'namespace':'default','name':'b'}}");
        create(CONFIG_MAPS, "{'metadata':{'namespace':'default','name':'a'}}");
        List<KubeObject> events = new ArrayList<>();
        Disposable watch = client.stream(ApiRequest.get("/api/v1/configmaps")
                        .with("watch", "true")
                        .with("sendInitialEvents", "true")
                        .with("resourceVersionMatch", "NotOlderThan")
                        .with("allowWatchBookmarks", "true"))
                .subscribe(line -> events.add(parse(line)));

        create(CONFIG_MAPS, "{'metadata':{'namespace':'default','name':'c'}}");
        time.advanceTimeBy(Duration.ofSeconds(60));
        watch.dispose();

        assertThat(events)
                .extracting(event -> event.json().path("type").asText())
                .containsExactly("ADDED", "ADDED", "BOOKMARK", "ADDED", "BOOKMARK");
        assertThat(events)
                .extracting(event -> event.json().at("/object/metadata/name").asText())
                .containsExactly("a", "b", "", "c", "");
        assertThat(events.get(2).json().at("/object/metadata/annotations").toString())
                .isEqualTo("{\"k8s.io/initial-events-end\":\"true\"}");
        assertThat(server.openWatches()).isZero();
    }

    @Test
    void emptiesANamespaceAndLetsItGo() {
        Disposable housekeeping = server.run().subscribe();
        create(NAMESPACES, "{'metadata':{'name':'web'}}");
        create(CONFIG_MAPS, "{'metadata':{'namespace':'web','name':'free'}}");
        create(CONFIG_MAPS, "{'metadata':{'namespace':'web','name':'held','finalizers':['a.b/c']}}");

        client.delete(NAMESPACES, ObjectKey.clusterScoped("web"), "", "Background")
                .block();
        KubeObject terminating =
                client.get(NAMESPACES, ObjectKey.clusterScoped("web")).block();
        List<String> left = client.list(CONFIG_MAPS, "web")
                .map(KubeObject::name)
                .collectList()
                .block();
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> create(CONFIG_MAPS, "{'metadata':{'namespace':'web','name':'late'}}"))
                .matches(error -> error.code() == 403)
                .withMessageContaining("because it is being terminated");
        client.mergePatch(CONFIG_MAPS, new ObjectKey("web", "held"), "", "{\"metadata\":{\"finalizers\":null}}", "t")
                .block();
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(terminating.json().at("/status/phase").asText()).isEqualTo("Terminating");
        assertThat(left).containsExactly("held");
        assertThat(client.get(NAMESPACES, ObjectKey.clusterScoped("web")).block())
                .isNull();
        housekeeping.dispose();
        assertThat(server.openWatches()).isZero();
    }

    @Test
    void removesTheObjectsOfATypeWithItsDefinition() {
        Disposable housekeeping = server.run().subscribe();
        create(DEFINITIONS, DEFINITION);
        create(GADGETS, "{'metadata':{'namespace':'default','name':'big'}}");

        client.delete(DEFINITIONS, ObjectKey.clusterScoped("gadgets.shop.example.com"), "", "Background")
                .block();

        assertThat(client.list(DEFINITIONS, "").collectList().block()).isEmpty();
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> client.list(GADGETS, "").collectList().block())
                .matches(error -> error.code() == 404);
        housekeeping.dispose();
    }

    private KubeObject create(ResourceType type, String json) {
        return send(client, type, json);
    }

    private static KubeObject send(ClusterClient client, ResourceType type, String json) {
        KubeObject object = KubeObject.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        object.json().put("apiVersion", type.apiVersion()).put("kind", type.kind());
        return client.create(type, object, "tester").block();
    }

    private static KubeObject parse(ByteBuffer line) {
        return KubeObject.parse(StandardCharsets.UTF_8.decode(line).toString().getBytes(StandardCharsets.UTF_8));
    }
}
