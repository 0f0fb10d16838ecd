package io.kubefed.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Requests;
import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImpersonationGateTest {

    private static final User ALICE = User.of("alice", User.AUTHENTICATED);
    private static final User MASTER = User.of("root", User.MASTERS, User.AUTHENTICATED);

    private static Request request(User user, Map<String, List<String>> headers) {
        return Requests.of("GET", "/api", user, new Credentials("", List.of(), headers));
    }

    private static Authorizer allowing(String verb, String resource, String name) {
        return new Authorizer() {
            @Override
            public Decision decide(Attributes wanted) {
                return wanted.verb().equals(verb)
                                && wanted.resource().equals(resource)
                                && wanted.name().equals(name)
                        ? Decision.allowed("")
                        : Decision.NO_OPINION;
            }

            @Override
            public Rules rules(User user, String namespace) {
                return new Rules(List.of(), true);
            }
        };
    }

    @Test
    void actsAsAnotherUserWithAllThatIsSaidOfIt() {
        User other = Requests.passed(
                new ImpersonationGate(Authorizer.MASTERS),
                request(
                        MASTER,
                        Map.of(
                                "impersonate-user", List.of("bob"),
                                "impersonate-uid", List.of("3"),
                                "impersonate-group", List.of("shop"),
                                "impersonate-extra-a%2fb", List.of("c"))));

        assertThat(other)
                .isEqualTo(new User("bob", "3", List.of("shop", "system:authenticated"), Map.of("a/b", List.of("c"))));
    }

    @Test
    void givesAServiceAccountItsGroups() {
        User other = Requests.passed(
                new ImpersonationGate(Authorizer.MASTERS),
                request(MASTER, Map.of("impersonate-user", List.of("system:serviceaccount:shop:builder"))));

        assertThat(other.groups())
                .containsExactly("system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated");
    }

    @Test
    void needsARightForTheUserAndForEachGroup() {
        ImpersonationGate gate = new ImpersonationGate(allowing("impersonate", "users", "bob"));

        assertThat(Requests.passed(gate, request(ALICE, Map.of("impersonate-user", List.of("bob"))))
                        .name())
                .isEqualTo("bob");
        assertThat(Requests.refused(
                                gate,
                                request(
                                        ALICE,
                                        Map.of(
                                                "impersonate-user", List.of("bob"),
                                                "impersonate-group", List.of(User.MASTERS))))
                        .getMessage())
                .isEqualTo("forbidden: User \"alice\" cannot impersonate-on:user-info:get path \"/api\"");
    }

    @Test
    void needsAUserBesidesAGroup() {
        assertThat(Requests.refused(
                                new ImpersonationGate(Authorizer.MASTERS),
                                request(MASTER, Map.of("impersonate-group", List.of("g"))))
                        .code())
                .isEqualTo(400);
    }

    @Test
    void leavesEverybodyElseAsTheyAre() {
        assertThat(Requests.passed(new ImpersonationGate(Authorizer.ALWAYS_DENY), request(ALICE, Map.of())))
                .isEqualTo(ALICE);
    }
}
