package io.kubefed.apiserver.authn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signed token in its compact form. What it claims counts for nothing before {@link #signedBy} says so.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515">RFC 7515</a>
 */
final class JsonWebToken {

    private static final int LONGEST = 32 << 10;

    // Which algorithms there are is ours to say, not the token's: "none" and secrets are no way to sign.
    private static final Map<String, String> ALGORITHMS = Map.of(
            "RS256", "SHA256withRSA",
            "RS384", "SHA384withRSA",
            "RS512", "SHA512withRSA",
            "ES256", "SHA256withECDSAinP1363Format",
            "ES384", "SHA384withECDSAinP1363Format",
            "ES512", "SHA512withECDSAinP1363Format");

    private final String algorithm;
    private final ObjectNode claims;
    private final byte[] signed;
    private final byte[] signature;

    private JsonWebToken(String algorithm, ObjectNode claims, byte[] signed, byte[] signature) {
        this.algorithm = algorithm;
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /** Reads a token; empty if it is none, or signed in a way that is not known here. */
    static Optional<JsonWebToken> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            String algorithm = ALGORITHMS.get(
                    Json.read(decoder.decode(parts[0])).path("alg").asText());
            return algorithm != null && Json.read(decoder.decode(parts[1])) instanceof ObjectNode claims
                    ? Optional.of(new JsonWebToken(
                            algorithm,
                            claims,
                            (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
                            decoder.decode(parts[2])))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException noToken) {
            return Optional.empty();
        }
    }

    /** What it says; not to be believed, and not to be changed. */
    ObjectNode claims() {
        return claims;
    }

    /** Whether the owner of a key signed it. */
    boolean signedBy(PublicKey key) {
        if (!algorithm.endsWith(key.getAlgorithm())
                && !(key.getAlgorithm().equals("EC") && algorithm.contains("ECDSA"))) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException wrongForm) {
            return false;
        }
    }

    /**
     * A token that a key signs.
     *
     * @param keyId by which a reader finds the key; null for none
     */
    static String sign(ObjectNode claims, PrivateKey key, @Nullable String keyId) {
        String name = algorithmOf(key);
        ObjectNode header = Json.object().put("alg", name);
        if (keyId != null) {
            header.put("kid", keyId);
        }
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String text = encoder.encodeToString(Json.bytes(header)) + "." + encoder.encodeToString(Json.bytes(claims));
        try {
            Signature signer = Signature.getInstance(ALGORITHMS.get(name));
            signer.initSign(key);
            signer.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + encoder.encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with a key of " + key.getAlgorithm(), e);
        }
    }

    private static String algorithmOf(Key key) {
        if (key instanceof ECKey elliptic) {
            int bits = elliptic.getParams().getOrder().bitLength();
            return bits > 384 ? "ES512" : bits > 256 ? "ES384" : "ES256";
        }
        return "RS256";
    }
}
