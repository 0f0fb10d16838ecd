package io.kubefed.apiserver.discovery;

import io.kubefed.core.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** Digests by which clients see whether something changed. */
public final class Hashes {

    private Hashes() {}

    /** 128 hexadecimal digits in upper case. */
    public static String of(byte[] document) {
        StringBuilder text = new StringBuilder(128);
        for (byte b : digest("SHA-512", document)) {
            text.append(String.format(Locale.ROOT, "%02X", b));
        }
        return text.toString();
    }

    /** 8 bytes in Base64. */
    static String storageVersion(ResourceType type) {
        byte[] text = (type.apiVersion() + "/" + type.kind()).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(digest("SHA-256", text), 8));
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
