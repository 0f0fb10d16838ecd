package io.kubefed.apiserver.authz.rbac;

import static io.kubefed.apiserver.Guarded.ALICE;
import static io.kubefed.apiserver.Guarded.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Guarded;
import io.kubefed.apiserver.request.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RbacTest {

    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final User BUILDER = new User(
            "system:serviceaccount:default:builder",
            "",
            List.of("system:serviceaccounts", User.AUTHENTICATED),
            Map.of());

    private final Guarded api = new Guarded();

    @AfterEach
    void stop() {
        api.close();
        assertThat(api.server.openWatches()).isZero();
    }

    private void role(String json) {
        assertThat(api.post(ROOT, RBAC + "namespaces/default/roles", json).status())
                .isEqualTo(201);
    }

    private void bind(String json) {
        assertThat(api.post(ROOT, RBAC + "namespaces/default/rolebindings", json)
                        .status())
                .isEqualTo(201);
    }

    private void bindEverywhere(String role, String user) {
        assertThat(api.post(
                                ROOT,
                                RBAC + "clusterrolebindings",
                                "{'metadata':{'name':'" + role + "-" + user
                                        + "'},'roleRef':{'kind':'ClusterRole','name':'" + role
                                        + "'},'subjects':[{'kind':'User','name':'" + user + "'}]}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void allowsNothingThatNobodyAllowed() {
        assertThat(api.get(ALICE, CONFIG_MAPS).message())
                .isEqualTo(
                        "configmaps is forbidden: User \"alice\" cannot list resource \"configmaps\" in API group \"\""
                                + " in the namespace \"default\"");
        assertThat(api.get(ALICE, "/version").status()).isEqualTo(200);
        assertThat(api.get(User.ANONYMOUS, "/version").status()).isEqualTo(200);
        assertThat(api.get(User.ANONYMOUS, "/api").status()).isEqualTo(403);
        assertThat(api.get(ROOT, CONFIG_MAPS).status()).isEqualTo(200);
    }

    @Test
    void allowsAtOnceWhatABindingSaysAndNoLongerWhenItIsGone() {
        role("{'metadata':{'name':'r'},'rules':[{'apiGroups':[''],'resources':['configmaps'],'verbs':['list']}]}");
        bind("{'metadata':{'name':'b'},'roleRef':{'kind':'Role','name':'r'},"
                + "'subjects':[{'kind':'User','name':'alice'},{'kind':'ServiceAccount','name':'builder'}]}");

        assertThat(api.get(ALICE, CONFIG_MAPS).status()).isEqualTo(200);
        assertThat(api.get(BUILDER, CONFIG_MAPS).status()).isEqualTo(200);
        assertThat(api.get(ALICE, "/api/v1/namespaces/kube-system/configmaps").status())
                .isEqualTo(403);
        assertThat(api.get(ALICE, "/api/v1/configmaps").status()).isEqualTo(403);

        api.send(
                ROOT,
                "PATCH",
                RBAC + "namespaces/default/rolebindings/b",
                "{'subjects':[{'kind':'User','name':'bob'}]}");
        assertThat(api.get(ALICE, CONFIG_MAPS).status()).isEqualTo(403);
        assertThat(api.get(User.of("bob"), CONFIG_MAPS).status()).isEqualTo(200);

        api.delete(ROOT, RBAC + "namespaces/default/roles/r");
        assertThat(api.get(User.of("bob"), CONFIG_MAPS).status()).isEqualTo(403);
    }

    @Test
    void allowsSingleObjectsByTheirNames() {
        role("{'metadata':{'name':'r'},'rules':[{'apiGroups':[''],'resources':['configmaps'],"
                + "'resourceNames':['mine'],'verbs':['get']}]}");
        bind(
                "{'metadata':{'name':'b'},'roleRef':{'kind':'Role','name':'r'},'subjects':[{'kind':'User','name':'alice'}]}");

        assertThat(api.get(ALICE, CONFIG_MAPS + "/mine").status()).isEqualTo(404);
        assertThat(api.get(ALICE, CONFIG_MAPS + "/other").status()).isEqualTo(403);
    }

    @Test
    void givesViewersAndEditorsWhatARealServerGivesThem() {
        bindEverywhere("view", "vera");
        bindEverywhere("edit", "ed");
        User vera = User.of("vera", User.AUTHENTICATED);
        User ed = User.of("ed", User.AUTHENTICATED);

        assertThat(api.get(vera, CONFIG_MAPS).status()).isEqualTo(200);
        assertThat(api.get(vera, "/api/v1/namespaces/default/secrets").status()).isEqualTo(403);
        assertThat(api.post(vera, CONFIG_MAPS, "{'metadata':{'name':'c'}}").status())
                .isEqualTo(403);
        assertThat(api.post(ed, CONFIG_MAPS, "{'metadata':{'name':'c'}}").status())
                .isEqualTo(201);
        assertThat(api.get(ed, RBAC + "namespaces/default/roles").status()).isEqualTo(403);
    }

    @Test
    void addsTheRulesOfNewRolesToThoseThatSelectThem() {
        bindEverywhere("view", "vera");
        User vera = User.of("vera", User.AUTHENTICATED);
        String leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
        assertThat(api.get(vera, leases).status()).isEqualTo(403);

        api.post(
                ROOT,
                RBAC + "clusterroles",
                "{'metadata':{'name':'view-leases','labels':{'rbac.authorization.k8s.io/aggregate-to-view':'true'}},"
                        + "'rules':[{'apiGroups':['coordination.k8s.io'],'resources':['leases'],'verbs':['list']}]}");

        assertThat(api.get(vera, leases).status()).isEqualTo(200);
        api.delete(ROOT, RBAC + "clusterroles/view-leases");
        assertThat(api.get(vera, leases).status()).isEqualTo(403);
    }

    @Test
    void putsBackWhatAServerBeginsWithUnlessItIsToldNotTo() {
        String basic = RBAC + "clusterrolebindings/system:basic-user";
        api.send(ROOT, "PATCH", basic, "{'subjects':[{'kind':'User','name':'bob'}]}");
        api.send(
                ROOT,
                "PATCH",
                RBAC + "clusterroles/system:basic-user",
                "{'metadata':{'annotations':{'rbac.authorization.kubernetes.io/autoupdate':'false'}},'rules':[]}");

        new Bootstrap(api.server.client()).run().block();

        assertThat(api.get(ROOT, basic).at("/subjects").findValuesAsText("name"))
                .containsExactly("bob", "system:authenticated");
        assertThat(api.get(ROOT, RBAC + "clusterroles/system:basic-user").at("/rules"))
                .isEmpty();
    }

    @Test
    void writesNothingWhereEverythingIsAsItShouldBe() {
        long before = api.storage.revision().block();

        new Bootstrap(api.server.client()).run().block();
        new Aggregation(api.storage, api.server.client()).once().block();

        assertThat(api.storage.revision().block()).isEqualTo(before);
    }
}
