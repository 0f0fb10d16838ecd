package io.kubefed.apiserver.authn;

import static io.kubefed.apiserver.Guarded.ALICE;
import static io.kubefed.apiserver.Guarded.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.Guarded;
import io.kubefed.apiserver.Guarded.Reply;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that the server made, and what ends them. */
class ServiceAccountsTest {

    private static final String ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";
    private static final String ISSUER = "https://issuer";

    private final KeyPair keys = keys("EC", 256);
    private final Guarded api = new Guarded(keys.getPrivate(), ISSUER);
    private final ServiceAccounts accounts =
            new ServiceAccounts(List.of(keys.getPublic()), List.of(ISSUER), List.of("here"), api.storage, api.time);

    private static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void createAnAccount() {
        assertThat(api.post(ROOT, ACCOUNTS, "{'metadata':{'name':'builder'}}").status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private String token(String spec) {
        Reply reply = api.post(ROOT, ACCOUNTS + "/builder/token", "{'spec':" + spec + "}");
        assertThat(reply.status()).as(reply.message()).isEqualTo(201);
        return reply.at("/status/token").asText();
    }

    private User user(String token) {
        return accounts.authenticate(Credentials.bearer(token)).block();
    }

    private void rejects(String token) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> user(token))
                .matches(refusal -> refusal.code() == 401);
    }

    @Test
    void knowsTheAccountOfATokenThatItMade() {
        User user = user(token("{}"));

        assertThat(user.name()).isEqualTo("system:serviceaccount:default:builder");
        assertThat(user.groups()).containsExactly("system:serviceaccounts", "system:serviceaccounts:default");
        assertThat(user.uid())
                .isEqualTo(
                        api.get(ROOT, ACCOUNTS + "/builder").at("/metadata/uid").asText());
        assertThat(user.extra().get("authentication.kubernetes.io/credential-id"))
                .singleElement()
                .asString()
                .startsWith("JTI=");
    }

    @Test
    void rejectsATokenAfterItsTime() {
        String token = token("{'expirationSeconds':600}");

        api.time.advanceTimeBy(Duration.ofSeconds(599));
        assertThat(user(token)).isNotNull();
        api.time.advanceTimeBy(Duration.ofSeconds(1));

        rejects(token);
    }

    @Test
    void rejectsATokenWhoseAccountIsGoneOrAnother() {
        String token = token("{}");

        api.delete(ROOT, ACCOUNTS + "/builder");
        rejects(token);
        createAnAccount();

        rejects(token);
    }

    @Test
    void rejectsATokenForOthersUnlessItIsAskedForThem() {
        String token = token("{'audiences':['vault']}");

        rejects(token);
        assertThat(accounts.authenticate(Credentials.bearer(token).forAudiences(List.of("vault")))
                        .block())
                .isNotNull();
    }

    @Test
    void rejectsATokenWhoseSecretIsGone() {
        String secrets = "/api/v1/namespaces/default/secrets";
        api.post(ROOT, secrets, "{'metadata':{'name':'s'}}");
        String token = token("{'boundObjectRef':{'kind':'Secret','apiVersion':'v1','name':'s'}}");
        assertThat(user(token)).isNotNull();

        api.delete(ROOT, secrets + "/s");

        rejects(token);
        assertThat(api.post(
                                ROOT,
                                ACCOUNTS + "/builder/token",
                                "{'spec':{'boundObjectRef':{'kind':'Secret','name':'s'}}}")
                        .message())
                .isEqualTo("secrets \"s\" not found");
    }

    @Test
    void rejectsWhatAnotherKeySignedAndWhatWasChanged() {
        String token = token("{}");
        String[] parts = token.split("\\.");
        String forged = JsonWebToken.sign(claims(token), keys("EC", 256).getPrivate(), null);
        String other = JsonWebToken.sign(claims(token), keys("RSA", 2048).getPrivate(), null);
        String unsigned = Base64.getUrlEncoder().encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "." + parts[1] + ".";
        ObjectNode more = claims(token).put("exp", Long.MAX_VALUE);

        rejects(forged);
        rejects(other);
        rejects(parts[0] + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(more)) + "."
                + parts[2]);
        assertThat(user(unsigned)).isNull();
    }

    private static ObjectNode claims(String token) {
        return JsonWebToken.parse(token).orElseThrow().claims();
    }

    @Test
    void hasNoOpinionOfOtherTokens() {
        assertThat(user("plain")).isNull();
        assertThat(user(JsonWebToken.sign(Json.object().put("iss", "https://other"), keys.getPrivate(), null)))
                .isNull();
    }

    @Test
    void readsTokensOfRsaKeysAndOfSecrets() {
        KeyPair rsa = keys("RSA", 2048);
        ServiceAccounts both = new ServiceAccounts(
                List.of(keys.getPublic(), rsa.getPublic()), List.of(ISSUER), List.of("here"), api.storage, api.time);
        ObjectNode claims = Json.object()
                .put("iss", "kubernetes/serviceaccount")
                .put("kubernetes.io/serviceaccount/namespace", "default")
                .put("kubernetes.io/serviceaccount/secret.name", "legacy")
                .put("kubernetes.io/serviceaccount/service-account.name", "builder")
                .put(
                        "kubernetes.io/serviceaccount/service-account.uid",
                        api.get(ROOT, ACCOUNTS + "/builder").at("/metadata/uid").asText());
        Credentials legacy = Credentials.bearer(JsonWebToken.sign(claims, rsa.getPrivate(), "k"));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> both.authenticate(legacy).block());
        api.post(
                ROOT,
                "/api/v1/namespaces/default/secrets",
                "{'metadata':{'name':'legacy'},'stringData':{'token':'" + legacy.token() + "'}}");

        assertThat(both.authenticate(legacy).block().name()).isEqualTo("system:serviceaccount:default:builder");
    }

    @Test
    void makesTokensOnlyForThoseWhoMayAndForAccountsThatAreThere() {
        assertThat(api.post(ALICE, ACCOUNTS + "/builder/token", "{}").message())
                .isEqualTo("serviceaccounts \"builder\" is forbidden: User \"alice\" cannot create resource"
                        + " \"serviceaccounts/token\" in API group \"\" in the namespace \"default\"");
        assertThat(api.post(ROOT, ACCOUNTS + "/nope/token", "{}").message())
                .isEqualTo("serviceaccounts \"nope\" not found");
        assertThat(api.post(ROOT, ACCOUNTS + "/builder/token", "{'spec':{'expirationSeconds':60}}")
                        .message())
                .isEqualTo(
                        "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 60:"
                                + " may not specify a duration less than 10 minutes");
        assertThat(api.get(ROOT, ACCOUNTS + "/builder/token").status()).isEqualTo(405);
    }

    @Test
    void tellsOfTokensInDiscovery() {
        assertThat(api.get(ROOT, "/api/v1").at("/resources"))
                .anySatisfy(resource -> assertThat(resource)
                        .hasToString("{\"name\":\"serviceaccounts/token\",\"singularName\":\"\",\"namespaced\":true,"
                                + "\"group\":\"authentication.k8s.io\",\"version\":\"v1\",\"kind\":\"TokenRequest\","
                                + "\"verbs\":[\"create\"]}"));
    }
}
