package io.kubefed.benchmarks.macro;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.sync.record.RecordCodec;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealFederation;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import reactor.core.publisher.Flux;

/** Real clusters seen by the benchmark: members join, batches of templates appear, copies are counted. */
record Federation(RealFederation real, Clients clients) {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int CREATES_AT_ONCE = 16;
    private static final Pattern COUNT =
            Pattern.compile("^apiserver_request_total(?=.*[{,]resource=\"([^\"]*)\")(?=.*subresource=\"([^\"]*)\")"
                    + "(?=.*verb=\"([^\"]*)\")\\{.*} ([0-9.e+]+)$");

    static Federation of(RealFederation real) {
        return new Federation(
                real,
                Clients.of(
                        real.federationApi().kubeconfig().toString(),
                        real.members().stream()
                                .map(member -> member.kubeconfig().toString())
                                .toList()));
    }

    /** The uid of the federation, once the controller manager made its namespace. */
    String uid() {
        return Awaitility.await()
                .atMost(Clients.LIMIT)
                .until(
                        () -> clients.federationApi()
                                .get(Clients.NAMESPACES, ObjectKey.clusterScoped("federation-system"))
                                .blockOptional()
                                .map(KubeObject::uid)
                                .orElse(""),
                        uid -> !uid.isEmpty());
    }

    /** Makes every cluster a member, and waits until they are. */
    void join() {
        awaitDefinitions();
        real.members().forEach(this::join);
        await(() -> real.federationApi()
                        .kubectl()
                        .run(
                                "get",
                                "clusters.federation.kubefed.io",
                                "-o",
                                "jsonpath={.items[*].status.conditions[?(@.type==\"Ready\")].status}")
                        .split("True", -1)
                        .length
                > real.members().size());
    }

    /** Waits until the federation API knows our types. */
    void awaitDefinitions() {
        await(() -> real.federationApi()
                .kubectl()
                .tryRun("get", "clusters.federation.kubefed.io,propagations.federation.kubefed.io")
                .succeeded());
    }

    private void join(RealCluster member) {
        real.federationApi().kubectl().apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %1$s, namespace: federation-system}
                data: {token: %2$s, ca.crt: %3$s}
                ---
                apiVersion: federation.kubefed.io/v1beta1
                kind: Cluster
                metadata: {name: %1$s}
                spec:
                  serverAddressByClientCIDRs: [{clientCIDR: 0.0.0.0/0, serverAddress: "%4$s"}]
                  secretRef: {name: %1$s}
                """.formatted(
                        member.name(), base64(member.token()), base64(member.caPem()), member.url()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** Creates a namespace everywhere. */
    void namespace(String name) {
        Flux.concat(Flux.just(clients.federationApi()), Flux.fromIterable(clients.members()))
                .concatMap(client -> client.apply(
                        Clients.NAMESPACES,
                        ObjectKey.clusterScoped(name),
                        ("{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name + "\"}}")
                                .getBytes(UTF_8),
                        "benchmark",
                        true))
                .then()
                .block(Clients.LIMIT);
    }

    /** Creates templates. */
    void templates(String namespace, int count) {
        Flux.range(0, count)
                .flatMap(
                        i -> clients.federationApi().create(Clients.CONFIG_MAPS, template(namespace, i), "kubectl"),
                        CREATES_AT_ONCE)
                .then()
                .block(Clients.LIMIT);
    }

    private static KubeObject template(String namespace, int i) {
        return KubeObject.parse(("""
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings-%1$d","namespace":"%2$s",\
                "labels":{"app":"shop","tier":"frontend"}},"data":{"log.level":"info","catalog.url":"http://catalog:8080/%1$d",\
                "features":"cart,search,wishlist","timeout":"30s","frontend.yaml":"listen: :8080\\nworkers: 4\\ncache: {size: 64Mi}\\n"}}\
                """).formatted(i, namespace).getBytes(UTF_8));
    }

    /** Waits until every member has that many copies. */
    void awaitCopies(String namespace, int count) {
        for (ClusterClient member : clients.members()) {
            await(() -> count(member, Clients.CONFIG_MAPS, namespace) >= count);
        }
    }

    /** Waits until every record says that all members have the copy. */
    void awaitRecords(String namespace, int count) {
        await(() -> clients.federationApi()
                        .list(RecordCodec.PROPAGATION, namespace)
                        .filter(record -> RecordCodec.decode(record).applied()
                                == clients.members().size())
                        .count()
                        .blockOptional()
                        .orElse(0L)
                >= count);
    }

    private static int count(ClusterClient client, ResourceType type, String namespace) {
        KubeObject page = client.send(
                        ApiRequest.get(type.collectionPath(namespace)).with("limit", "1"))
                .blockOptional()
                .orElseThrow()
                .object();
        return page.json().path("items").size()
                + page.metadata().path("remainingItemCount").asInt(0);
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .pollInterval(POLL)
                .atMost(Clients.LIMIT)
                .ignoreExceptions()
                .until(condition);
    }

    /** How often each resource was written in each way since the servers started, by the servers' own count: the members' together. */
    Map<String, Long> writes() {
        Map<String, Long> writes = new TreeMap<>();
        count(real.federationApi(), "federation ", writes);
        real.members().forEach(member -> count(member, "members ", writes));
        return writes;
    }

    private static void count(RealCluster cluster, String prefix, Map<String, Long> into) {
        for (String line : cluster.kubectl().run("get", "--raw", "/metrics").split("\n")) {
            Matcher matcher = COUNT.matcher(line);
            if (matcher.matches()
                    && (matcher.group(1).equals("configmaps")
                            || matcher.group(1).equals("propagations"))) {
                into.merge(
                        prefix + matcher.group(1) + " " + matcher.group(3),
                        (long) Double.parseDouble(matcher.group(4)),
                        Long::sum);
            }
        }
    }
}
