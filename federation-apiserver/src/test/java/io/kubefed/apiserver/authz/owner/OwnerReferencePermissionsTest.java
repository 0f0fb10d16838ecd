package io.kubefed.apiserver.authz.owner;

import static io.kubefed.apiserver.Guarded.ALICE;
import static io.kubefed.apiserver.Guarded.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Guarded;
import io.kubefed.apiserver.Guarded.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may set owners, and who may make them wait. */
class OwnerReferencePermissionsTest {

    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final Guarded api = new Guarded();

    @AfterEach
    void stop() {
        api.close();
    }

    @BeforeEach
    void letAliceWriteButNotDelete() {
        may("{'apiGroups':[''],'resources':['configmaps'],'verbs':['create','update','patch','get']}");
        api.post(
                ROOT,
                RBAC + "clusterrolebindings",
                "{'metadata':{'name':'alice'},'roleRef':{'kind':'ClusterRole','name':'alice'},"
                        + "'subjects':[{'kind':'User','name':'alice'}]}");
    }

    private void may(String rules) {
        api.delete(ROOT, RBAC + "clusterroles/alice");
        api.post(ROOT, RBAC + "clusterroles", "{'metadata':{'name':'alice'},'rules':[" + rules + "]}");
    }

    private static String map(String name, String owner) {
        return "{'metadata':{'name':'" + name + "'" + (owner.isEmpty() ? "" : ",'ownerReferences':[" + owner + "]")
                + "}}";
    }

    private static String owner(String apiVersion, String kind, boolean blocks) {
        return "{'apiVersion':'" + apiVersion + "','kind':'" + kind + "','name':'o','uid':'u','blockOwnerDeletion':"
                + blocks + "}";
    }

    @Test
    void letsAnybodyCreateWhatHasAnOwnerThatNeedNotWait() {
        assertThat(api.post(ALICE, MAPS, map("a", owner("apps/v1", "Deployment", false)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void refusesAnOwnerThatWouldHaveToWaitUnlessItsFinalizersMayBeChanged() {
        Reply refused = api.post(ALICE, MAPS, map("a", owner("apps/v1", "Deployment", true)));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo(
                        "configmaps \"a\" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a"
                                + " resource you can't set finalizers on: , <nil>");

        may("{'apiGroups':[''],'resources':['configmaps'],'verbs':['create']},"
                + "{'apiGroups':['apps'],'resources':['deployments/finalizers'],'verbs':['update']}");
        assertThat(api.post(ALICE, MAPS, map("a", owner("apps/v1", "Deployment", true)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void refusesOtherOwnersOfWhatMayNotBeDeleted() {
        api.post(ALICE, MAPS, map("a", ""));

        Reply refused = api.put(ALICE, MAPS + "/a", map("a", owner("v1", "Secret", false)));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo(
                        "configmaps \"a\" is forbidden: cannot set an ownerRef on a resource you can't delete: , <nil>");
        may("{'apiGroups':[''],'resources':['configmaps'],'verbs':['update','delete']}");
        assertThat(api.put(ALICE, MAPS + "/a", map("a", owner("v1", "Secret", false)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void letsAnOwnerBeThatWasThereBefore() {
        api.post(ROOT, MAPS, map("a", owner("apps/v1", "Deployment", true)));

        assertThat(api.send(ALICE, "PATCH", MAPS + "/a", "{'data':{'k':'v'}}").status())
                .isEqualTo(200);
    }

    @Test
    void refusesAnOwnerOfAKindThatIsNotThereToWait() {
        assertThat(api.post(ALICE, MAPS, map("a", owner("example.com/v1", "Widget", true)))
                        .message())
                .contains("cannot find RESTMapping for APIVersion example.com/v1 Kind Widget");
    }
}
