package io.kubefed.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Requests;
import io.kubefed.apiserver.request.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesTest {

    private static final User ALICE = User.of("alice", User.AUTHENTICATED);

    private static Attributes of(String method, String uri) {
        return Attributes.of(Requests.of(method, uri, ALICE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /api/v1/namespaces/n/configmaps/c                        | get core configmaps n c
            GET    | /api/v1/namespaces/n/configmaps                          | list core configmaps n -
            GET    | /api/v1/namespaces/n/configmaps/                         | list core configmaps n -
            HEAD   | /api/v1/configmaps                                       | list core configmaps - -
            GET    | /api/v1/configmaps?watch=true                            | watch core configmaps - -
            GET    | /api/v1/watch/namespaces/n/configmaps/c                  | watch core configmaps n c
            GET    | /api/v1/configmaps?fieldSelector=metadata.name%3Dc       | list core configmaps - c
            POST   | /apis/apps/v1/namespaces/n/deployments                   | create apps deployments n -
            PUT    | /apis/apps/v1/namespaces/n/deployments/d/scale           | update apps deployments/scale n d
            PATCH  | /apis/apps/v1/namespaces/n/deployments/d                 | patch apps deployments n d
            DELETE | /apis/apps/v1/namespaces/n/deployments/d                 | delete apps deployments n d
            DELETE | /apis/apps/v1/namespaces/n/deployments                   | deletecollection apps deployments n -
            POST   | /api/v1/namespaces/n/serviceaccounts/s/token             | create core serviceaccounts/token n s
            GET    | /api/v1/namespaces                                       | list core namespaces - -
            GET    | /api/v1/namespaces/n                                     | get core namespaces n n
            PUT    | /api/v1/namespaces/n/finalize                            | update core namespaces/finalize n n
            GET    | /apis/nope.io/v7/things                                  | list nope.io things - -
            """)
    void readsObjectsFromThePath(String method, String uri, String expected) {
        Attributes found = of(method, uri);

        assertThat(found.ofObject()).isTrue();
        assertThat(String.join(
                        " ",
                        found.verb(),
                        found.group().isEmpty() ? "core" : found.group(),
                        found.subresource().isEmpty() ? found.resource() : found.resource() + "/" + found.subresource(),
                        found.namespace().isEmpty() ? "-" : found.namespace(),
                        found.name().isEmpty() ? "-" : found.name()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/api,/api",
        "/api/v1,/api/v1",
        "/apis/apps/v1,/apis/apps/v1",
        "/apis/apps,/apis/apps",
        "/metrics,/metrics",
        "/,/"
    })
    void takesEverythingElseForAPath(String uri, String path) {
        Attributes found = of("GET", uri);

        assertThat(found.ofObject()).isFalse();
        assertThat(found.path()).isEqualTo(path);
        assertThat(found.verb()).isEqualTo("get");
    }

    @Test
    void refusesInTheWordsOfARealServer() {
        assertThat(of("GET", "/api/v1/namespaces/default/configmaps/e1")
                        .refusal("")
                        .getMessage())
                .isEqualTo("configmaps \"e1\" is forbidden: User \"alice\" cannot get resource \"configmaps\""
                        + " in API group \"\" in the namespace \"default\"");
        assertThat(of("PATCH", "/apis/apps/v1/deployments/d/scale")
                        .refusal("because")
                        .getMessage())
                .isEqualTo("deployments.apps \"d\" is forbidden: User \"alice\" cannot patch resource"
                        + " \"deployments/scale\" in API group \"apps\" at the cluster scope: because");
        assertThat(of("GET", "/metrics").refusal("").status().path("details")).hasToString("{}");
        assertThat(of("GET", "/metrics").refusal("").getMessage())
                .isEqualTo("forbidden: User \"alice\" cannot get path \"/metrics\"");
    }
}
