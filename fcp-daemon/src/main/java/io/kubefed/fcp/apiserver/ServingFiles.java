package io.kubefed.fcp.apiserver;

import io.kubefed.apiserver.http.Identities;
import io.kubefed.apiserver.http.Identity;
import io.kubefed.core.error.PermanentException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The certificates that the server shows: one, and those of {@code --tls-sni-cert-key}. */
final class ServingFiles {

    private static final int DNS_NAME = 2;
    private static final byte[] ANYTHING = {1, 2, 3};

    /**
     * One pair of files.
     *
     * @param certificate the chain
     * @param key its key
     * @param names for which names; empty for those in the certificate
     */
    record Pair(Path certificate, Path key, List<String> names) {

        /** Reads {@code CERT,KEY} or {@code CERT,KEY:NAME,NAME}. */
        static Pair parse(String text) {
            int colon = text.indexOf(':', text.indexOf(',') + 1);
            String[] files = (colon < 0 ? text : text.substring(0, colon)).split(",", -1);
            if (files.length != 2 || files[0].isBlank() || files[1].isBlank()) {
                throw new PermanentException(
                        "--tls-sni-cert-key is " + text + "; write it as CERT,KEY or CERT,KEY:NAMES");
            }
            List<String> names = colon < 0
                    ? List.of()
                    : Arrays.asList(text.substring(colon + 1).split(",", -1));
            return new Pair(Path.of(files[0]), Path.of(files[1]), names);
        }
    }

    private ServingFiles() {}

    /** Reads them, and goes on reading them. Blocks. */
    static WatchedFiles<Identities> read(Pair usual, List<Pair> others) {
        List<Pair> pairs = new ArrayList<>(List.of(usual));
        pairs.addAll(others);
        List<Path> files = pairs.stream()
                .flatMap(pair -> List.of(pair.certificate(), pair.key()).stream())
                .toList();
        return new WatchedFiles<>(files, texts -> identities(pairs, texts));
    }

    private static Identities identities(List<Pair> pairs, List<String> texts) {
        Identity usual = identity(pairs.get(0), texts.get(0), texts.get(1));
        Map<String, Identity> byName = new LinkedHashMap<>();
        for (int i = 1; i < pairs.size(); i++) {
            Identity identity = identity(pairs.get(i), texts.get(2 * i), texts.get(2 * i + 1));
            List<String> names = pairs.get(i).names().isEmpty()
                    ? names(identity.chain().get(0))
                    : pairs.get(i).names();
            names.forEach(name -> byName.putIfAbsent(name.toLowerCase(Locale.ROOT), identity));
        }
        return new Identities(usual, byName);
    }

    private static Identity identity(Pair pair, String certificates, String key) {
        Identity identity =
                new Identity(Pem.certificates(certificates, pair.certificate()), Pem.privateKey(key, pair.key()));
        if (!belongTogether(identity)) {
            throw new PermanentException(
                    "the key in " + pair.key() + " is not that of the certificate in " + pair.certificate());
        }
        return identity;
    }

    private static boolean belongTogether(Identity identity) {
        PrivateKey key = identity.key();
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(identity.chain().get(0).getPublicKey());
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException differentKinds) {
            return false;
        }
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> name : all) {
                    if (name.get(0).equals(DNS_NAME)) {
                        names.add(String.valueOf(name.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names;
    }
}
