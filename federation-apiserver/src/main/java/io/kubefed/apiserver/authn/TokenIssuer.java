package io.kubefed.apiserver.authn;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Makes tokens for service accounts.
 *
 * @param issuer who makes them
 * @param key signs them; RSA or elliptic curve
 * @param keyId names the key in them; null for no name
 * @param audiences whom they are for if nobody says otherwise; immutable
 * @param timer the clock
 */
public record TokenIssuer(
        String issuer, PrivateKey key, @Nullable String keyId, List<String> audiences, Scheduler timer) {

    /** Copies the list. */
    public TokenIssuer {
        requireNonNull(issuer, "issuer");
        requireNonNull(key, "key");
        audiences = List.copyOf(audiences);
        requireNonNull(timer, "timer");
    }

    /** The usual name of a key: a hash of its public half. */
    public static String nameOf(PublicKey key) {
        return Digest.base64(key.getEncoded());
    }

    /**
     * What a token is for.
     *
     * @param namespace of the account
     * @param name of the account
     * @param uid of the account
     * @param boundTo {@code kind} in lower case, {@code name} and {@code uid} of what it ends with; null for nothing
     */
    public record Holder(
            String namespace,
            String name,
            String uid,
            @Nullable Bound boundTo) {}

    /** An object that a token ends with: a Secret or a Pod. */
    public record Bound(String kind, String name, String uid) {}

    /**
     * A new token.
     *
     * @param id tells it apart from others
     * @param seconds how long it is good
     */
    public String issue(Holder holder, List<String> meantFor, String id, long seconds) {
        long now = now();
        ObjectNode claims = Json.object();
        ArrayNode aud = claims.putArray("aud");
        meantFor.forEach(aud::add);
        claims.put("exp", now + seconds).put("iat", now).put("iss", issuer).put("jti", id);
        ObjectNode about = claims.putObject("kubernetes.io").put("namespace", holder.namespace());
        Bound bound = holder.boundTo();
        if (bound != null) {
            about.putObject(bound.kind()).put("name", bound.name()).put("uid", bound.uid());
        }
        about.putObject("serviceaccount").put("name", holder.name()).put("uid", holder.uid());
        claims.put("nbf", now).put("sub", "system:serviceaccount:" + holder.namespace() + ":" + holder.name());
        return JsonWebToken.sign(claims, key, keyId);
    }

    /** Now, in seconds since 1970. */
    public long now() {
        return timer.now(SECONDS);
    }

    /** The issuer; never the key. */
    @Override
    public String toString() {
        return issuer;
    }
}
