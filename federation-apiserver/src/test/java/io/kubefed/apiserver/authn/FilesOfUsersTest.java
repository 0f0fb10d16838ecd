package io.kubefed.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files of tokens and of passwords. */
class FilesOfUsersTest {

    private static final String LINES = """
            s3cret,alice,7,"shop,ops"

            plain,bob,8
            "with,comma",carol,9,"a ""b"" c"
            """;

    private static Credentials basic(String text) {
        String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return new Credentials("Basic " + encoded, List.of(), Map.of());
    }

    private static void rejects(Authenticator authenticator, Credentials credentials) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> authenticator.authenticate(credentials).block())
                .matches(refusal -> refusal.code() == 401);
    }

    @Test
    void knowsUsersByTheirTokens() {
        TokenFile file = TokenFile.read(LINES);

        assertThat(file.authenticate(Credentials.bearer("s3cret")).block())
                .isEqualTo(new User("alice", "7", List.of("shop", "ops"), Map.of()));
        assertThat(file.authenticate(Credentials.bearer("with,comma")).block().groups())
                .containsExactly("a \"b\" c");
        assertThat(file.authenticate(Credentials.NONE).block()).isNull();
        rejects(file, Credentials.bearer("other"));
    }

    @Test
    void knowsUsersByTheirPasswords() {
        PasswordFile file = PasswordFile.read(LINES);

        assertThat(file.authenticate(basic("bob:plain")).block()).isEqualTo(new User("bob", "8", List.of(), Map.of()));
        assertThat(file.authenticate(Credentials.bearer("plain")).block()).isNull();
        rejects(file, basic("bob:s3cret"));
        rejects(file, new Credentials("Basic %%%", List.of(), Map.of()));
    }

    @Test
    void namesALineThatItCannotReadAndNotWhatIsInIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenFile.read("ok,a,1\ns3cret,alice"))
                .withMessageContaining("line 2 has 2 columns")
                .withMessageNotContaining("s3cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenFile.read(",alice,1"))
                .withMessageContaining("line 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenFile.read("a,b,\"c"))
                .withMessageContaining("quotation mark");
    }

    @Test
    void believesWhoeverKnowsTheUserAndRejectsWhatNobodyKnows() {
        Authenticator both = Authenticator.anyOf(List.of(
                TokenFile.read("one,alice,1"),
                TokenFile.read("two,bob,2"),
                PasswordFile.read("three,carol,3"),
                new UnknownCredentials()));

        assertThat(both.authenticate(Credentials.bearer("two")).block().name()).isEqualTo("bob");
        assertThat(both.authenticate(basic("carol:three")).block().name()).isEqualTo("carol");
        assertThat(both.authenticate(Credentials.NONE).block()).isNull();
        rejects(both, Credentials.bearer("four"));
        rejects(Authenticator.anyOf(List.of(new UnknownCredentials())), Credentials.bearer("four"));
    }
}
