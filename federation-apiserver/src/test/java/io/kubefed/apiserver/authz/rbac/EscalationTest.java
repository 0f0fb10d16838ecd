package io.kubefed.apiserver.authz.rbac;

import static io.kubefed.apiserver.Guarded.ALICE;
import static io.kubefed.apiserver.Guarded.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Guarded;
import io.kubefed.apiserver.Guarded.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user who may write roles and bindings may hand on; the words are those of a real server. */
class EscalationTest {

    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";

    private final Guarded api = new Guarded();

    @BeforeEach
    void letAliceWriteRoles() {
        api.post(
                ROOT,
                RBAC + "clusterroles",
                "{'metadata':{'name':'alice'},'rules':[{'apiGroups':['rbac.authorization.k8s.io'],'resources':['roles',"
                        + "'clusterroles','rolebindings','clusterrolebindings'],'verbs':['create','update','patch','get']},"
                        + "{'apiGroups':[''],'resources':['configmaps'],'verbs':['get'],'resourceNames':['a']}]}");
        bind(ROOT.name(), "alice", "alice");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Reply bind(String by, String name, String role) {
        return api.post(
                by.equals("root") ? ROOT : ALICE,
                RBAC + "clusterrolebindings",
                "{'metadata':{'name':'" + name + "'},'roleRef':{'kind':'ClusterRole','name':'" + role
                        + "'},'subjects':[{'kind':'User','name':'alice'}]}");
    }

    @Test
    void refusesRulesThatTheWriterDoesNotHave() {
        Reply reply = api.post(
                ALICE,
                RBAC + "clusterroles",
                "{'metadata':{'name':'esc'},'rules':[{'apiGroups':[''],'resources':['pods','configmaps'],'verbs':['get',"
                        + "'list']},{'apiGroups':[''],'resources':['configmaps'],'verbs':['get'],'resourceNames':['a']},"
                        + "{'nonResourceURLs':['/x*'],'verbs':['get']}]}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.message())
                .isEqualTo("clusterroles.rbac.authorization.k8s.io \"esc\" is forbidden: user \"alice\""
                        + " (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n"
                        + "{APIGroups:[\"\"], Resources:[\"configmaps\"], Verbs:[\"get\" \"list\"]}\n"
                        + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\"]}\n"
                        + "{NonResourceURLs:[\"/x*\"], Verbs:[\"get\"]}");
        assertThat(api.get(ROOT, RBAC + "clusterroles/esc").status()).isEqualTo(404);
    }

    @Test
    void letsTheWriterHandOnWhatItHas() {
        assertThat(api.post(
                                ALICE,
                                RBAC + "clusterroles",
                                "{'metadata':{'name':'less'},'rules':[{'apiGroups':[''],'resources':['configmaps'],"
                                        + "'verbs':['get'],'resourceNames':['a']}]}")
                        .status())
                .isEqualTo(201);
        assertThat(bind("alice", "less", "less").status()).isEqualTo(201);
    }

    @Test
    void refusesABindingToMoreThanTheWriterHas() {
        assertThat(bind("alice", "more", "cluster-admin").message())
                .contains("is attempting to grant RBAC permissions not currently held:")
                .contains("{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}")
                .contains("{NonResourceURLs:[\"*\"], Verbs:[\"*\"]}");
        assertThat(bind("alice", "none", "nope").message())
                .isEqualTo("clusterrolebindings.rbac.authorization.k8s.io \"nope\" not found");
    }

    @Test
    void refusesAnUpdateThatAddsARule() {
        Reply reply = api.send(
                ALICE,
                "PATCH",
                RBAC + "clusterroles/alice",
                "{'rules':[{'apiGroups':['*'],'resources':['*'],'verbs':['*']}]}");
        Reply harmless =
                api.send(ALICE, "PATCH", RBAC + "clusterroles/cluster-admin", "{'metadata':{'labels':{'a':'b'}}}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(harmless.status()).isEqualTo(200);
    }

    @Test
    void keepsAggregationForThoseWhoMayDoEverything() {
        assertThat(api.post(
                                ALICE,
                                RBAC + "clusterroles",
                                "{'metadata':{'name':'agg'},'aggregationRule':{'clusterRoleSelectors':"
                                        + "[{'matchLabels':{'a':'b'}}]}}")
                        .message())
                .isEqualTo("clusterroles.rbac.authorization.k8s.io \"agg\" is forbidden: must have cluster-admin"
                        + " privileges to use the aggregationRule");
    }

    @Test
    void letsThoseEscalateAndBindWhoMay() {
        api.send(
                ROOT,
                "PATCH",
                RBAC + "clusterroles/alice",
                "{'rules':[{'apiGroups':['rbac.authorization.k8s.io'],'resources':['*'],'verbs':['create','bind',"
                        + "'escalate']}]}");

        assertThat(bind("alice", "all", "cluster-admin").status()).isEqualTo(201);
        assertThat(api.post(
                                ALICE,
                                RBAC + "clusterroles",
                                "{'metadata':{'name':'esc'},'rules':[{'apiGroups':['*'],'resources':['*'],'verbs':['*']}]}")
                        .status())
                .isEqualTo(201);
    }
}
