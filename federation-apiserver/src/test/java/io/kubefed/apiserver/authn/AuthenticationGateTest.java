package io.kubefed.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Requests;
import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import org.junit.jupiter.api.Test;

class AuthenticationGateTest {

    private final TokenFile users = TokenFile.read("t,alice,1,shop");

    private static Request with(Credentials credentials) {
        return Requests.of("GET", "/api", User.ANONYMOUS, credentials);
    }

    @Test
    void putsEverybodyWhoIsKnownIntoAGroup() {
        User user = Requests.passed(new AuthenticationGate(users, false), with(Credentials.bearer("t")));

        assertThat(user.name()).isEqualTo("alice");
        assertThat(user.groups()).containsExactly("shop", "system:authenticated");
    }

    @Test
    void letsNobodyPassOnlyWhereThatIsAllowed() {
        assertThat(Requests.passed(new AuthenticationGate(users, true), with(Credentials.NONE)))
                .isEqualTo(User.ANONYMOUS);
        assertThat(Requests.refused(new AuthenticationGate(users, false), with(Credentials.NONE))
                        .code())
                .isEqualTo(401);
    }

    @Test
    void neverTakesAWrongTokenForNone() {
        AuthenticationGate gate = new AuthenticationGate(users, true);

        assertThat(Requests.refused(gate, with(Credentials.bearer("wrong"))).status())
                .hasToString("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                        + "\"message\":\"Unauthorized\",\"reason\":\"Unauthorized\",\"code\":401}");
    }
}
