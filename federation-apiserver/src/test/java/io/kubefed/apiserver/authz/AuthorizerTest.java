package io.kubefed.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Requests;
import io.kubefed.apiserver.request.User;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorizerTest {

    private static final User ALICE = User.of("alice", User.AUTHENTICATED);
    private static final User MASTER = User.of("root", User.MASTERS);

    private static String message(Authorizer authorizer) {
        return Requests.refused(new AuthorizationGate(authorizer), Requests.of("GET", "/api", ALICE))
                .getMessage();
    }

    @Test
    void allowsTheMastersEverythingWhereverOthersMayNothing() {
        Authorizer authorizer = Authorizer.inOrder(List.of(Authorizer.MASTERS, Authorizer.ALWAYS_DENY));

        assertThat(Requests.passed(new AuthorizationGate(authorizer), Requests.of("GET", "/api", MASTER)))
                .isEqualTo(MASTER);
        assertThat(message(authorizer))
                .isEqualTo("forbidden: User \"alice\" cannot get path \"/api\": Everything is forbidden.");
        assertThat(authorizer.rules(MASTER, "n").rules()).containsExactly(Rule.EVERY_OBJECT, Rule.EVERY_PATH);
        assertThat(authorizer.rules(ALICE, "n").rules()).isEmpty();
    }

    @Test
    void letsTheFirstThatHasAnOpinionDecide() {
        Authorizer denying =
                new Authorizer.Fixed(new Decision(Decision.Verdict.DENIED, "no"), new Rules(List.of(), false));

        assertThat(message(Authorizer.inOrder(List.of(denying, Authorizer.ALWAYS_ALLOW))))
                .endsWith(": no");
        assertThat(Requests.passed(
                        new AuthorizationGate(Authorizer.inOrder(List.of(Authorizer.ALWAYS_ALLOW, denying))),
                        Requests.of("GET", "/api", ALICE)))
                .isEqualTo(ALICE);
    }
}
