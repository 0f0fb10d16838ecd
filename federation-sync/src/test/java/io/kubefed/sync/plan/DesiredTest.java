package io.kubefed.sync.plan;

import static io.kubefed.sync.Fixtures.DEPLOYMENTS;
import static io.kubefed.sync.Fixtures.FEDERATION;
import static io.kubefed.sync.Fixtures.desired;
import static io.kubefed.sync.Fixtures.object;
import static io.kubefed.sync.Fixtures.template;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.adapter.workload.DeploymentAdapter;
import io.kubefed.sync.ownership.Marks;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DesiredTest {

    private static final String SERVER_OWNED =
            "'generation':3,'creationTimestamp':'2020-01-01T00:00:00Z','selfLink':'/x','generateName':'shop-',"
                    + "'managedFields':[{'manager':'kubectl'}],'finalizers':['orphan'],"
                    + "'ownerReferences':[{'name':'x'}],'deletionGracePeriodSeconds':0,"
                    + "'deletionTimestamp':'2020-01-01T00:00:00Z'";

    @Test
    void createsWithAVersionThatExistsNowhere() {
        JsonNode body = KubeObject.parse(desired("'a':'1'").toCreate()).json();

        assertThat(body.at("/metadata/resourceVersion").textValue()).isEqualTo("1");
        assertThat(body.at("/metadata/uid").isMissingNode()).isTrue();
        assertThat(body.at("/metadata/name").textValue()).isEqualTo("shop");
        assertThat(body.at("/metadata/namespace").textValue()).isEqualTo("web");
        assertThat(body.path("apiVersion").textValue()).isEqualTo("v1");
        assertThat(body.path("kind").textValue()).isEqualTo("ConfigMap");
        assertThat(body.at("/data/a").textValue()).isEqualTo("1");
    }

    @Test
    void updatesTheOneCopyThatIsMeant() {
        JsonNode body = KubeObject.parse(desired("'a':'1'").toUpdate("copy-1")).json();

        assertThat(body.at("/metadata/uid").textValue()).isEqualTo("copy-1");
        assertThat(body.at("/metadata/resourceVersion").isMissingNode()).isTrue();
    }

    @Test
    void marksTheCopyAsOurs() {
        Desired desired = desired("'a':'1'");
        KubeObject copy = KubeObject.parse(desired.toCreate());

        assertThat(copy.labels()).containsEntry(Marks.OWNER_LABEL, FEDERATION.uid());
        assertThat(copy.annotations()).containsEntry(Marks.APPLIED_ANNOTATION, desired.hash());
        assertThat(desired.hash()).matches("[0-9a-f]{16}");
    }

    @Test
    void leavesOutWhatServersOwn() {
        Template full = template(SERVER_OWNED, "'a':'1'");
        full.object().json().putObject("status").put("phase", "Active");
        KubeObject copy = KubeObject.parse(desired(full).toUpdate("copy-1"));

        assertThat(copy.metadata().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("uid", "name", "namespace", "labels", "annotations");
        assertThat(copy.json().has("status")).isFalse();
        assertThat(desired(full).hash()).isEqualTo(desired("'a':'1'").hash());
    }

    @Test
    void keepsWhatSteersTheFederationToItself() {
        Template annotated = template(
                "'labels':{'app':'shop'},'annotations':{'team':'red','federation.kubefed.io/adopt':'true',"
                        + "'federation.kubernetes.io/x':'1','federation.alpha.kubernetes.io/cluster-selector':'[]',"
                        + "'ingress.federation.kubernetes.io/static-ip':'1',"
                        + "'kubectl.kubernetes.io/last-applied-configuration':'{}',"
                        + "'deployment.kubernetes.io/revision':'4'}",
                "'a':'1'");
        KubeObject copy = KubeObject.parse(desired(annotated).toCreate());

        assertThat(copy.annotations()).containsOnlyKeys("team", Marks.APPLIED_ANNOTATION);
        assertThat(copy.labels()).containsOnlyKeys("app", Marks.OWNER_LABEL);
    }

    @Test
    void hashesWhatMembersSee() {
        String hash = desired("'a':'1'").hash();

        assertThat(desired("'a':'1'").hash()).isEqualTo(hash);
        assertThat(desired("'a':'2'").hash()).isNotEqualTo(hash);
        assertThat(desired(template("'annotations':{'federation.kubefed.io/paused':'true'}", "'a':'1'"))
                        .hash())
                .isEqualTo(hash);
        assertThat(desired(template("'labels':{'app':'x'}", "'a':'1'")).hash()).isNotEqualTo(hash);
    }

    @Test
    void doesNotCareInWhichOrderTheTemplateIsWritten() {
        Desired one = desired(template("'labels':{'app':'x','tier':'y'}", "'a':'1','b':'2'"));
        Desired other = desired(template("'labels':{'tier':'y','app':'x'}", "'b':'2','a':'1'"));

        assertThat(other.hash()).isEqualTo(one.hash());
        assertThat(other.toCreate()).isEqualTo(one.toCreate());
    }

    @Test
    void leavesTheTemplateAsItIs() {
        Template template = template("'annotations':{'federation.kubefed.io/paused':'true'}", "'a':'1'");
        KubeObject before = template.object().copy();

        desired(template);

        assertThat(template.object()).isEqualTo(before);
    }

    private static Desired divided(String annotations) {
        KubeObject object = object("{'metadata':{'name':'shop','namespace':'web','annotations':{" + annotations
                + "}},'spec':{'replicas':9,'selector':{},'template':{'metadata':{'annotations':{'"
                + Marks.APPLIED_ANNOTATION + "':'0000000000000000'}}}}}");
        return Desired.of(
                new Template(new TemplateKey(DEPLOYMENTS, new ObjectKey("web", "shop")), object, null),
                new DeploymentAdapter(),
                FEDERATION);
    }

    @Test
    void givesEachMemberItsReplicas() {
        Desired whole = divided("'note':'\\u0001 \\'" + Marks.APPLIED_ANNOTATION + "\\':\\'x'");
        assertThat(whole.isDivided()).isTrue();

        for (int replicas : new int[] {0, 7, Integer.MAX_VALUE}) {
            Desired share = whole.with(replicas);
            KubeObject copy = KubeObject.parse(share.toUpdate("u"));

            assertThat(share.isDivided()).isFalse();
            assertThat(copy.json().at("/spec/replicas").intValue()).isEqualTo(replicas);
            assertThat(copy.json().at("/spec/selector").isObject()).isTrue();
            assertThat(copy.annotations()).containsEntry(Marks.APPLIED_ANNOTATION, share.hash());
            assertThat(copy.annotations().get("note")).startsWith("\u0001 \"");
            assertThat(copy.json()
                            .at("/spec/template/metadata/annotations")
                            .path(Marks.APPLIED_ANNOTATION)
                            .textValue())
                    .isEqualTo("0000000000000000");
        }
    }

    @Test
    void hashesReplicasToo() {
        Desired whole = divided("");

        assertThat(whole.with(3).hash())
                .isEqualTo(divided("").with(3).hash())
                .isNotEqualTo(whole.with(4).hash())
                .isNotEqualTo(divided("'a':'b'").with(3).hash())
                .matches("[0-9a-f]{16}");
        assertThatIllegalStateException().isThrownBy(() -> desired("'a':'1'").with(3));
    }

    @Property(tries = 200)
    void makesValidJsonOfAnyContent(@ForAll String key, @ForAll String value) {
        Assume.that(UTF_8.newEncoder().canEncode(key + value));
        Template template = template("", "");
        template.object().json().withObjectProperty("data").put(key, value);
        template.object()
                .json()
                .withObjectProperty("metadata")
                .putObject("annotations")
                .put("note", value);
        Desired desired = desired(template);

        for (byte[] body : new byte[][] {desired.toCreate(), desired.toUpdate("u")}) {
            JsonNode read = KubeObject.parse(body).json();
            assertThat(read.at("/metadata/annotations/note").textValue()).isEqualTo(value);
            assertThat(read.path("data").path(key).textValue()).isEqualTo(value);
        }
    }
}
