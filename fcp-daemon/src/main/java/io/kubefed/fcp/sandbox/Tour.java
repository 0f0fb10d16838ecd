package io.kubefed.fcp.sandbox;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.client.discovery.Discovery;
import io.kubefed.core.client.discovery.ServedType;
import io.kubefed.core.client.discovery.ServedTypes;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.fcp.config.Terminal;
import io.kubefed.fcp.sandbox.Sandbox.Running;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.RecordCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What a sandbox shows of itself at the start: it gives the federation API some objects, and tells where they went. */
final class Tour {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(50);
    // What a user applies next with kubectl is a change of the same owner, not a conflict.
    private static final String MANAGER = "kubectl";

    private final Path kubeconfig;
    private final Manifests manifests;
    private final @Nullable Path data;
    private final Scheduler timer;

    /** A template and the record of what happened to it. */
    private record Sight(TemplateKey template, Propagation record) {}

    /**
     * A tour.
     *
     * @param kubeconfig the file to write
     * @param manifests what to give the federation API
     * @param data the directory that keeps all of it; null if nothing does
     */
    Tour(Path kubeconfig, Manifests manifests, @Nullable Path data, Scheduler timer) {
        this.kubeconfig = kubeconfig;
        this.manifests = manifests;
        this.data = data;
        this.timer = timer;
    }

    /**
     * Writes the kubeconfig, applies the manifests and prints where they went.
     *
     * @return completes when that is told; errors if the federation API does not take them
     */
    Mono<Void> show(Running sandbox) {
        SandboxKubeconfig.write(kubeconfig, sandbox.urls());
        ClusterClient federationApi = sandbox.federationApi();
        return new Discovery(federationApi)
                .types()
                .flatMapMany(types -> Flux.fromIterable(manifests.objects())
                        .concatMap(object -> apply(federationApi, typeOf(types, object), object), 1))
                .concatMap(template -> await(federationApi, template), 1)
                .collectList()
                .doOnNext(sights -> say(sandbox, sights))
                .then();
    }

    private ServedType typeOf(ServedTypes types, KubeObject object) {
        return types.find(object.apiVersion(), object.kind())
                .orElseThrow(() -> new PermanentException(manifests.source() + ": the federation API serves no "
                        + object.apiVersion() + " " + object.kind()));
    }

    private static Mono<TemplateKey> apply(ClusterClient federationApi, ServedType served, KubeObject object) {
        String namespace =
                !served.type().namespaced() ? "" : object.namespace().isEmpty() ? "default" : object.namespace();
        TemplateKey template = new TemplateKey(served.type(), new ObjectKey(namespace, object.name()));
        return federationApi
                .apply(served.type(), template.key(), object.toBytes(), MANAGER, true)
                .thenReturn(template);
    }

    private Mono<Sight> await(ClusterClient federationApi, TemplateKey template) {
        return federationApi
                .get(RecordCodec.recordType(template.type()), RecordCodec.recordKey(template))
                .map(RecordCodec::decode)
                .filter(Tour::isPropagated)
                .repeatWhenEmpty(glances -> glances.delayElements(GLANCE, timer))
                .timeout(
                        PATIENCE,
                        Mono.error(() -> new PermanentException(template + " is not in the members after "
                                + PATIENCE.toSeconds() + " s; kubectl get propagations -A says why")),
                        timer)
                .map(record -> new Sight(template, record));
    }

    private static boolean isPropagated(Propagation record) {
        return record.conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals("Propagated") && condition.status() == Condition.Status.TRUE);
    }

    private void say(Running sandbox, List<Sight> sights) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("OBJECT"));
        sandbox.members().forEach(member -> head.add("IN " + member.value().toUpperCase(java.util.Locale.ROOT)));
        rows.add(head);
        sights.forEach(sight -> rows.add(row(sandbox.members(), sight)));
        Terminal.say("A federation API with " + sandbox.members().size() + " members runs in this process. It took "
                + manifests.source() + ":");
        Terminal.say("");
        Columns.of(rows).forEach(line -> Terminal.say("  " + line));
        Terminal.say("");
        Terminal.say("Change it there, and see it change in the members:");
        Terminal.say("");
        Terminal.say("  export KUBECONFIG=" + kubeconfig.toAbsolutePath());
        Terminal.say("  kubectl get propagations,clusterpropagations -A");
        sandbox.urls().forEach((name, url) -> Terminal.say("  kubectl --context " + name + " ...   # " + url));
        Terminal.say("");
        Terminal.say("Ctrl-C ends it; "
                + (data == null ? "nothing is kept." : "the next start with the same --data-dir goes on from there."));
    }

    private static List<String> row(List<ClusterName> members, Sight sight) {
        ObjectKey key = sight.template.key();
        String name = key.namespaced() ? key.namespace() + "/" + key.name() : key.name();
        List<String> row = new ArrayList<>(List.of(sight.template.type().kind() + " " + name));
        for (ClusterName member : members) {
            @Nullable MemberRecord record = sight.record.member(member);
            row.add(record == null ? "no" : record.state().wire());
        }
        return row;
    }
}
