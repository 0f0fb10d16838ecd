package io.kubefed.apiserver.authn;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import io.kubefed.apiserver.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Service accounts by signed tokens: those of Secrets, which last as long as the Secret, and those bound to time, audience and object.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/">Managing service accounts</a>
 */
public final class ServiceAccounts implements Authenticator {

    private static final String LEGACY_ISSUER = "kubernetes/serviceaccount";
    private static final String LEGACY = "kubernetes.io/serviceaccount/";
    private static final String PREFIX = "system:serviceaccount:";

    private final List<PublicKey> keys;
    private final List<String> issuers;
    private final List<String> audiences;
    private final @Nullable Storage lookup;
    private final Scheduler timer;

    /**
     * Believes what these keys signed.
     *
     * @param issuers who makes bound tokens
     * @param audiences whom they must be for
     * @param lookup where accounts and Secrets must still be; null to believe a token until it ends
     */
    public ServiceAccounts(
            List<PublicKey> keys,
            List<String> issuers,
            List<String> audiences,
            @Nullable Storage lookup,
            Scheduler timer) {
        this.keys = List.copyOf(keys);
        this.issuers = List.copyOf(issuers);
        this.audiences = List.copyOf(audiences);
        this.lookup = lookup;
        this.timer = timer;
    }

    /** What a token says of an account; uids may be empty where it does not say. */
    private record Account(String namespace, String name, String uid, Map<String, List<String>> extra) {

        User user() {
            return new User(
                    PREFIX + namespace + ":" + name,
                    uid,
                    List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace),
                    extra);
        }
    }

    @Override
    public Mono<User> authenticate(Credentials credentials) {
        String text = credentials.token();
        JsonWebToken token = JsonWebToken.parse(text).orElse(null);
        if (token == null) {
            return Mono.empty();
        }
        String issuer = Json.text(token.claims(), "iss");
        boolean legacy = issuer.equals(LEGACY_ISSUER);
        if (!legacy && !issuers.contains(issuer)) {
            return Mono.empty();
        }
        if (keys.stream().noneMatch(token::signedBy)) {
            return Mono.error(Refusal.unauthorized());
        }
        return legacy
                ? legacy(token.claims(), text)
                : bound(token.claims(), credentials.audiences().isEmpty() ? audiences : credentials.audiences());
    }

    private Mono<User> legacy(ObjectNode claims, String text) {
        Account account = new Account(
                Json.text(claims, LEGACY + "namespace"),
                Json.text(claims, LEGACY + "service-account.name"),
                Json.text(claims, LEGACY + "service-account.uid"),
                Map.of());
        String secret = Json.text(claims, LEGACY + "secret.name");
        if (account.namespace().isEmpty() || account.name().isEmpty() || secret.isEmpty()) {
            return Mono.error(Refusal.unauthorized());
        }
        return present(account, "/secrets/" + account.namespace() + "/" + secret, "", content -> holds(content, text));
    }

    /** Whether a Secret holds this token. */
    private static boolean holds(ObjectNode secret, String token) {
        byte[] encoded = Base64.getEncoder().encode(token.getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(encoded, Json.text(secret, "data", "token").getBytes(StandardCharsets.US_ASCII));
    }

    private Mono<User> bound(ObjectNode claims, List<String> wanted) {
        JsonNode about = claims.path("kubernetes.io");
        Map<String, List<String>> extra = new LinkedHashMap<>();
        if (claims.has("jti")) {
            extra.put("authentication.kubernetes.io/credential-id", List.of("JTI=" + Json.text(claims, "jti")));
        }
        if (about.has("pod")) {
            extra.put("authentication.kubernetes.io/pod-name", List.of(Json.text(about, "pod", "name")));
            extra.put("authentication.kubernetes.io/pod-uid", List.of(Json.text(about, "pod", "uid")));
        }
        Account account = new Account(
                Json.text(about, "namespace"),
                Json.text(about, "serviceaccount", "name"),
                Json.text(about, "serviceaccount", "uid"),
                extra);
        boolean whole = !account.namespace().isEmpty() && !account.name().isEmpty();
        if (!whole || !inTime(claims) || !meantFor(claims.path("aud"), wanted)) {
            return Mono.error(Refusal.unauthorized());
        }
        String kind = about.has("pod") ? "pod" : about.has("secret") ? "secret" : "";
        return kind.isEmpty()
                ? present(account, "", "", object -> true)
                : present(
                        account,
                        "/" + kind + "s/" + account.namespace() + "/" + Json.text(about, kind, "name"),
                        Json.text(about, kind, "uid"),
                        object -> true);
    }

    private boolean inTime(ObjectNode claims) {
        long now = timer.now(SECONDS);
        return claims.path("exp").asLong(0) > now && claims.path("nbf").asLong(0) <= now + 10;
    }

    private static boolean meantFor(JsonNode aud, List<String> wanted) {
        List<String> meant = new ArrayList<>();
        if (aud.isTextual()) {
            meant.add(aud.asText());
        }
        aud.forEach(one -> meant.add(one.asText()));
        return meant.stream().anyMatch(wanted::contains);
    }

    private interface Condition {
        boolean holds(ObjectNode object);
    }

    /** The user, if the account and the object that the token is bound to are still there and the same. */
    private Mono<User> present(Account account, String key, String uid, Condition condition) {
        if (lookup == null) {
            return Mono.just(account.user());
        }
        Mono<Boolean> boundTo = key.isEmpty() ? Mono.just(true) : there(key, uid, condition);
        return there("/serviceaccounts/" + account.namespace() + "/" + account.name(), account.uid(), object -> true)
                .flatMap(found -> boundTo)
                .map(found -> account.user())
                .switchIfEmpty(Mono.error(Refusal::unauthorized));
    }

    private Mono<Boolean> there(String key, String uid, Condition condition) {
        Storage storage = lookup;
        return storage == null
                ? Mono.just(true)
                : storage.find(key)
                        .filter(found -> !found.content().path("metadata").hasNonNull("deletionTimestamp"))
                        .filter(found -> uid.isEmpty() || uid.equals(Json.text(found.content(), "metadata", "uid")))
                        .filter(found -> condition.holds(found.content()))
                        .map(found -> true);
    }
}
