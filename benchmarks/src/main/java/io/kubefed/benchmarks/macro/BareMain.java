package io.kubefed.benchmarks.macro;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubefed.benchmarks.process.Arguments;
import io.kubefed.benchmarks.process.Resources;
import io.kubefed.benchmarks.process.Terminal;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.StandardAdapters;
import io.kubefed.sync.deletion.Finalizers;
import io.kubefed.sync.ownership.FederationIdentity;
import io.kubefed.sync.plan.Desired;
import io.kubefed.sync.plan.Template;
import io.kubefed.sync.record.LeftOut;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.Problems;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.RecordCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The bare client as a process: for each namespace and number of records on a line of its input it makes the requests that {@code fcp} sends for
 * the ConfigMaps there, says {@code prepared}, and when it reads {@code go} sends them.
 *
 * <p>Per template, as {@code fcp} does: finalizers, then a create-only apply to every member at once, then the record, as many of
 * them as asked for. It follows what {@code fcp} follows, too, and throws away what the watches bring. It decides nothing, remembers
 * nothing and decodes nothing.
 */
public final class BareMain {

    /** Templates on their way: enough to keep sixteen connections to each of three members busy. */
    private static final int AT_ONCE = 48;

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Clients clients;
    private final FederationIdentity federation;

    private record Requests(
            Mono<ApiResponse> finalizers, List<Mono<ApiResponse>> creates, List<Mono<ApiResponse>> records) {

        Mono<Void> send() {
            return finalizers
                    .then(Flux.merge(Flux.fromIterable(creates), creates.size()).then())
                    .then(Flux.concat(records).then());
        }
    }

    private BareMain(Arguments arguments) {
        clients = Clients.of(
                arguments.text("federation", ""),
                List.of(arguments.text("members", "").split(",", -1)));
        federation = new FederationIdentity(arguments.text("uid", ""));
    }

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        new BareMain(Arguments.of(arguments)).run();
    }

    private void run() throws IOException {
        follow(clients.federationApi(), Clients.CONFIG_MAPS, "");
        follow(clients.federationApi(), RecordCodec.PROPAGATION, "");
        clients.members().forEach(member -> follow(member, Clients.CONFIG_MAPS, federation.ownerSelector()));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] asked = line.split(" ", -1);
            List<Requests> requests = prepare(asked[0], Long.parseLong(asked[1]));
            Terminal.print("prepared=" + requests.size());
            input.readLine();
            long before = Resources.cpuNanos();
            Flux.fromIterable(requests).flatMap(Requests::send, AT_ONCE).then().block(Clients.LIMIT);
            Terminal.print("cpu=" + (Resources.cpuNanos() - before));
        }
        System.exit(0);
    }

    private static void follow(ClusterClient client, ResourceType type, String selector) {
        ApiRequest watch = ApiRequest.get(type.collectionPath(""))
                .with("watch", "1")
                .with("allowWatchBookmarks", "true")
                .with("timeoutSeconds", "3600");
        client.stream(selector.isEmpty() ? watch : watch.with("labelSelector", selector))
                .subscribe();
    }

    private List<Requests> prepare(String namespace, long records) {
        List<KubeObject> templates = clients.federationApi()
                .list(Clients.CONFIG_MAPS, namespace)
                .collectList()
                .blockOptional(Clients.LIMIT)
                .orElseThrow();
        return java.util.stream.IntStream.range(0, templates.size())
                .mapToObj(i -> requests(templates.get(i), share(records, i, templates.size())))
                .toList();
    }

    /** How often the record of template {@code i} of so many is written, so that all together are what they should be. */
    private static int share(long records, int i, int templates) {
        return (int) (records * (i + 1) / templates - records * i / templates);
    }

    private Requests requests(KubeObject object, int records) {
        object.json().put("apiVersion", "v1").put("kind", "ConfigMap");
        TemplateKey key = new TemplateKey(Clients.CONFIG_MAPS, object.key());
        Template template = new Template(key, object, null);
        Desired desired = Desired.of(template, StandardAdapters.all().of(key.type()), federation);
        KubeObject record = RecordCodec.encode(key, record(template, desired));
        Mono<ApiResponse> write = clients.federationApi()
                .apply(RecordCodec.PROPAGATION, record.key(), record.toBytes(), federation.fieldManager(), true);
        byte[] body = desired.toCreate();
        return new Requests(
                Finalizers.put(clients.federationApi(), federation.fieldManager(), template),
                clients.members().stream()
                        .map(member -> member.apply(key.type(), key.key(), body, federation.fieldManager(), false))
                        .toList(),
                java.util.Collections.nCopies(records, write));
    }

    private Propagation record(Template template, Desired desired) {
        Propagation record =
                Propagation.of(template.uid()).of(0, clients.members().size());
        for (int i = 1; i <= clients.members().size(); i++) {
            ClusterName member = new ClusterName("member-" + i);
            record = record.with(
                    member,
                    ignored -> MemberRecord.unseen(member, UUID.randomUUID().toString(), NOW)
                            .applied(
                                    UUID.randomUUID().toString(),
                                    desired.hash(),
                                    template.hashCode(),
                                    LeftOut.NOTHING,
                                    NOW));
        }
        return Problems.judged(record, NOW);
    }
}
