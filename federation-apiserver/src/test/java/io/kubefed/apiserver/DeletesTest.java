package io.kubefed.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Api.Reply;
import org.junit.jupiter.api.Test;

/** What becomes of objects that are deleted. */
class DeletesTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private final Api api = new Api();

    @Test
    void saysWhatItRemoved() {
        String uid = api.configMap("a").at("/metadata/uid").asText();

        assertThat(api.delete(CONFIG_MAPS + "/a", "").body())
                .hasToString(
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Success\",\"details\":{\"name\":\"a\",\"kind\":\"configmaps\",\"uid\":\""
                                + uid + "\"}}");
        assertThat(api.delete(CONFIG_MAPS + "/a", "").status()).isEqualTo(404);
    }

    @Test
    void marksWhatHasFinalizersAndLetsItGoAfterwards() {
        api.post(CONFIG_MAPS, "{'metadata':{'name':'a','finalizers':['x.y/z']}}");

        Reply marked = api.delete(CONFIG_MAPS + "/a", "{'gracePeriodSeconds':7}");
        Reply again = api.delete(CONFIG_MAPS + "/a", "");
        Reply recreated = api.configMap("a");
        Reply more = api.merge(CONFIG_MAPS + "/a", "{'metadata':{'finalizers':['x.y/z','q.r/s']}}");
        Reply released;
        try (Api.Watch watch = api.new Watch(CONFIG_MAPS + "?watch=true&resourceVersion=" + marked.version())) {
            released = api.merge(CONFIG_MAPS + "/a", "{'metadata':{'finalizers':null}}");
            assertThat(watch.told()).containsExactly("DELETED a");
            assertThat(watch.events.get(0).at("/object/metadata/finalizers/0").asText())
                    .isEqualTo("x.y/z");
        }

        assertThat(marked.at("/metadata/deletionTimestamp").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(marked.at("/metadata/deletionGracePeriodSeconds").asInt()).isZero();
        assertThat(again.version()).isEqualTo(marked.version());
        assertThat(recreated.message()).isEqualTo("object is being deleted: configmaps \"a\" already exists");
        assertThat(more.message())
                .contains(
                        "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"q.r/s\"}");
        assertThat(released.version()).isEqualTo(marked.version());
        assertThat(api.get(CONFIG_MAPS + "/a").status()).isEqualTo(404);
    }

    @Test
    void waitsForDependantsOrOrphansThem() {
        api.configMap("a");

        Reply foreground = api.delete(CONFIG_MAPS + "/a?propagationPolicy=Foreground", "");
        Reply kept = api.delete(CONFIG_MAPS + "/a", "");
        Reply orphan = api.delete(CONFIG_MAPS + "/a", "{'propagationPolicy':'Orphan'}");
        Reply gone = api.delete(CONFIG_MAPS + "/a", "{'propagationPolicy':'Background'}");

        assertThat(foreground.at("/metadata/finalizers").toString()).isEqualTo("[\"foregroundDeletion\"]");
        assertThat(kept.at("/metadata/finalizers").toString()).isEqualTo("[\"foregroundDeletion\"]");
        assertThat(orphan.at("/metadata/finalizers").toString()).isEqualTo("[\"orphan\"]");
        assertThat(gone.at("/status").asText()).isEqualTo("Success");
    }

    @Test
    void deletesOnlyWhatIsMeant() {
        String version = api.configMap("a").version();

        Reply otherUid = api.delete(CONFIG_MAPS + "/a", "{'preconditions':{'uid':'nope'}}");
        Reply otherVersion = api.delete(CONFIG_MAPS + "/a", "{'preconditions':{'resourceVersion':'1'}}");
        Reply policy = api.delete(CONFIG_MAPS + "/a", "{'propagationPolicy':'Foo'}");
        Reply dryRun = api.delete(CONFIG_MAPS + "/a?dryRun=All", "");
        assertThat(api.get(CONFIG_MAPS + "/a").version()).isEqualTo(version);
        // Options of the query are nothing beside a body.
        Reply real = api.delete(CONFIG_MAPS + "/a?dryRun=All", "{}");

        assertThat(otherUid.status()).isEqualTo(409);
        assertThat(otherUid.message())
                .startsWith(
                        "Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition (nope) does not match the UID in record (");
        assertThat(otherVersion.status()).isEqualTo(409);
        assertThat(policy.message())
                .isEqualTo(
                        "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"Foo\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
        assertThat(dryRun.status()).isEqualTo(200);
        assertThat(real.status()).isEqualTo(200);
        assertThat(api.get(CONFIG_MAPS + "/a").status()).isEqualTo(404);
    }

    @Test
    void deletesAllThatAreSelected() {
        api.configMap("a");
        api.post(CONFIG_MAPS, "{'metadata':{'name':'b','labels':{'x':'y'}}}");
        api.post(CONFIG_MAPS, "{'metadata':{'name':'c','labels':{'x':'y'},'finalizers':['x.y/z']}}");

        Reply removed = api.delete(CONFIG_MAPS + "?labelSelector=x", "");

        assertThat(removed.names()).containsExactly("b", "c");
        assertThat(api.get(CONFIG_MAPS).names()).containsExactly("a", "c");
        assertThat(api.delete("/api/v1/namespaces", "").status()).isEqualTo(405);
    }

    @Test
    void keepsTheNamespacesOfEveryCluster() {
        assertThat(api.delete("/api/v1/namespaces/default", "").message())
                .isEqualTo("namespaces \"default\" is forbidden: this namespace may not be deleted");
    }

    @Test
    void leavesANamespaceTerminatingWithoutHousekeeping() {
        api.post("/api/v1/namespaces", "{'metadata':{'name':'web'}}");

        Reply deleted = api.delete("/api/v1/namespaces/web", "");
        Reply released =
                api.put("/api/v1/namespaces/web/finalize", "{'metadata':{'name':'web'},'spec':{'finalizers':[]}}");

        assertThat(deleted.at("/status/phase").asText()).isEqualTo("Terminating");
        assertThat(deleted.at("/spec/finalizers").toString()).isEqualTo("[\"kubernetes\"]");
        assertThat(released.status()).isEqualTo(200);
        assertThat(api.get("/api/v1/namespaces/web").status()).isEqualTo(404);
    }
}
