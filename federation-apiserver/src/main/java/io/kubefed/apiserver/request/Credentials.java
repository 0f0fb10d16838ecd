package io.kubefed.apiserver.request;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * What a request brought along to say who asks, believed by nobody yet.
 *
 * @param authorization the {@code Authorization} header; empty if there was none
 * @param certificates the chain that the client showed, its own certificate first; immutable, empty for none
 * @param impersonation the {@code Impersonate-} headers by name in lower case; immutable
 * @param audiences whom a token must be for; immutable, empty for this server
 */
public record Credentials(
        String authorization,
        List<X509Certificate> certificates,
        Map<String, List<String>> impersonation,
        List<String> audiences) {

    /** Nothing at all. */
    public static final Credentials NONE = new Credentials("", List.of(), Map.of());

    private static final String BEARER = "bearer ";

    /** Copies the collections. */
    public Credentials {
        requireNonNull(authorization, "authorization");
        certificates = List.copyOf(certificates);
        impersonation = Map.copyOf(impersonation);
        audiences = List.copyOf(audiences);
    }

    /** Those of a request to this server. */
    public Credentials(
            String authorization, List<X509Certificate> certificates, Map<String, List<String>> impersonation) {
        this(authorization, certificates, impersonation, List.of());
    }

    /** Only this token, as a review asks about one. */
    public static Credentials bearer(String token) {
        return new Credentials("Bearer " + token, List.of(), Map.of());
    }

    /** The same, which must be meant for one of these. */
    public Credentials forAudiences(List<String> others) {
        return new Credentials(authorization, certificates, impersonation, others);
    }

    /** The token of a {@code Bearer} header; empty if there is none. */
    public String token() {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : "";
    }

    /** Nothing: all of it is secret. */
    @Override
    public String toString() {
        return "REDACTED";
    }
}
