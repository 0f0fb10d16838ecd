package io.kubefed.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.membership.Health;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.decode.EntryDecoder;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import io.kubefed.sync.StandardAdapters;
import io.kubefed.sync.adapter.TypeAdapter;
import io.kubefed.sync.ownership.FederationIdentity;
import io.kubefed.sync.ownership.Marks;
import io.kubefed.sync.plan.Desired;
import io.kubefed.sync.plan.Intent;
import io.kubefed.sync.plan.MemberSituation;
import io.kubefed.sync.plan.Step;
import io.kubefed.sync.plan.SyncPlanner;
import io.kubefed.sync.plan.Template;
import io.kubefed.sync.record.LeftOut;
import io.kubefed.sync.record.MemberRecord;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what do the pure parts of a reconcile cost: once per edit of a template, and once per member that is judged?
 *
 * <p>Distribution: a Deployment of 1.6 KB with two containers, probes and labels; a member that has it, and one to which it was
 * edited.
 *
 * <p>Command: {@code benchmarks/run micro Plan}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PlanBenchmark {

    private static final ResourceType DEPLOYMENTS = new ResourceType("apps", "v1", "deployments", "Deployment", true);
    private static final TemplateKey KEY = new TemplateKey(DEPLOYMENTS, new ObjectKey("team-1", "shop-frontend"));
    private static final FederationIdentity FEDERATION = new FederationIdentity("0b1c2d3e-1111-2222-3333-444455556666");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String DEPLOYMENT = """
            {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"shop-frontend","namespace":"team-1",\
            "uid":"4f2a9a2e-17c2-4a52-9b5c-3a1f0c7c2d11","resourceVersion":"4711","generation":3,"creationTimestamp":"2026-01-01T00:00:00Z",\
            "finalizers":["federation.kubernetes.io/delete-from-underlying-clusters","orphan"],"labels":{"app":"shop-frontend",\
            "app.kubernetes.io/name":"frontend","app.kubernetes.io/instance":"shop"},"annotations":{"team":"red"}},"spec":{"replicas":3,\
            "selector":{"matchLabels":{"app":"shop-frontend"}},"template":{"metadata":{"labels":{"app":"shop-frontend"}},"spec":{"containers":\
            [{"name":"frontend","image":"registry.example.com/shop/frontend:v42","args":["--listen=:8080"],"ports":[{"name":"http",\
            "containerPort":8080,"protocol":"TCP"}],"env":[{"name":"CATALOG_URL","value":"http://catalog:8080"},{"name":"LOG_LEVEL",\
            "value":"info"}],"resources":{"limits":{"cpu":"1","memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}},"livenessProbe":\
            {"httpGet":{"path":"/healthz","port":"http","scheme":"HTTP"},"periodSeconds":10},"readinessProbe":{"httpGet":{"path":"/readyz",\
            "port":"http","scheme":"HTTP"},"periodSeconds":5},"imagePullPolicy":"IfNotPresent"},{"name":"metrics",\
            "image":"registry.example.com/base/metrics:v2.4.1","ports":[{"containerPort":9090,"protocol":"TCP"}]}],"restartPolicy":"Always",\
            "dnsPolicy":"ClusterFirst","serviceAccountName":"frontend"}},"strategy":{"type":"RollingUpdate","rollingUpdate":\
            {"maxUnavailable":"25%","maxSurge":"25%"}}},"status":{"observedGeneration":3,"replicas":3,"readyReplicas":3}}""";

    private final TypeAdapter adapter = StandardAdapters.all().of(DEPLOYMENTS);
    private final Entry stored = EntryDecoder.decode(DEPLOYMENT.getBytes(UTF_8), Projection.whole(), new KeyTable());
    private final Template template = Template.of(KEY, stored);
    private final Desired desired = Desired.of(template, adapter, FEDERATION);
    private final Intent intent = new Intent.Present(desired, false);
    private final MemberSituation inSync = situation(desired.hash());
    private final MemberSituation edited = situation("0123456789abcdef");

    private static Entry copy(String applied) {
        String object =
                "{\"metadata\":{\"name\":\"shop-frontend\",\"namespace\":\"team-1\",\"uid\":\"copy-1\",\"resourceVersion\":\"9\","
                        + "\"labels\":{\"" + Marks.OWNER_LABEL + "\":\"" + FEDERATION.uid() + "\"},\"annotations\":{\""
                        + Marks.APPLIED_ANNOTATION + "\":\"" + applied + "\"},\"managedFields\":[{\"manager\":\""
                        + FEDERATION.fieldManager()
                        + "\",\"operation\":\"Apply\",\"apiVersion\":\"apps/v1\",\"fieldsV1\":{\"f:spec\":{\"f:replicas\":{}}}}]}}";
        return EntryDecoder.decode(
                object.getBytes(UTF_8), Projection.metadata(FEDERATION.fieldManager()), new KeyTable());
    }

    private static MemberSituation situation(String applied) {
        Entry copy = copy(applied);
        MemberRecord record = MemberRecord.unseen(new ClusterName("east"), "east-uid", NOW)
                .applied("copy-1", applied, copy.ownedHash(), LeftOut.NOTHING, NOW);
        return new MemberSituation(Health.READY, true, true, copy, record);
    }

    /** The stored bytes to a template: once per edit. */
    @Benchmark
    public Template template() {
        return Template.of(KEY, stored);
    }

    /** The template to the body that all members get: once per edit. */
    @Benchmark
    public Desired desired() {
        return Desired.of(template, adapter, FEDERATION);
    }

    /** A member that has it. */
    @Benchmark
    public Step planInSync() {
        return SyncPlanner.plan(intent, inSync);
    }

    /** A member that has what it was before. */
    @Benchmark
    public Step planEdit() {
        return SyncPlanner.plan(intent, edited);
    }

    /** The body of a request: once per member that is written to. */
    @Benchmark
    public byte[] body() {
        return desired.toUpdate("copy-1");
    }

    /** For comparison: the template read and written by Jackson once. */
    @Benchmark
    public byte[] parseAndWrite() {
        return KubeObject.parse(DEPLOYMENT.getBytes(UTF_8)).toBytes();
    }
}
