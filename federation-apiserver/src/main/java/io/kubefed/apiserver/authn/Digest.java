package io.kubefed.apiserver.authn;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** What is kept of a secret. */
final class Digest {

    private Digest() {}

    static String of(String secret) {
        return HexFormat.of().formatHex(hash(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of bytes that are no secret, as URLs have it. */
    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash(bytes));
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
