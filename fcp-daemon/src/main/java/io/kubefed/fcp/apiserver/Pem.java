package io.kubefed.fcp.apiserver;

import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.jspecify.annotations.Nullable;

/** Certificates and keys in files, in all the forms that Kubernetes servers take. Blocks: it reads files. */
final class Pem {

    private static final JcaPEMKeyConverter KEYS = new JcaPEMKeyConverter();

    private Pem() {}

    /** The content of a file. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new PermanentException("there is no file " + file);
        } catch (IOException e) {
            throw new PermanentException("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** All certificates of a text, in order; {@code origin} is how messages call it. */
    static List<X509Certificate> certificates(String text, Path origin) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Object part : parts(text)) {
                if (part instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw unreadable(origin, "certificates");
        }
        if (certificates.isEmpty()) {
            throw new PermanentException(origin + " has no certificate; it must be PEM");
        }
        return certificates;
    }

    /** The first private key of a text. */
    static PrivateKey privateKey(String text, Path origin) {
        try {
            for (Object part : parts(text)) {
                if (part instanceof PEMKeyPair pair) {
                    return KEYS.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (part instanceof PrivateKeyInfo key) {
                    return KEYS.getPrivateKey(key);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw unreadable(origin, "keys");
        }
        throw new PermanentException(origin + " has no private key; it must be PEM, without a password");
    }

    /** All public keys of a text: those of public keys, certificates and private keys. */
    static List<PublicKey> publicKeys(String text, Path origin) {
        List<PublicKey> keys = new ArrayList<>();
        try {
            for (Object part : parts(text)) {
                SubjectPublicKeyInfo key = publicKey(part);
                if (key != null) {
                    keys.add(KEYS.getPublicKey(key));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw unreadable(origin, "keys");
        }
        if (keys.isEmpty()) {
            throw new PermanentException(
                    origin + " has no public key, and no private one that names it; it must be PEM");
        }
        return keys;
    }

    private static @Nullable SubjectPublicKeyInfo publicKey(Object part) {
        if (part instanceof SubjectPublicKeyInfo key) {
            return key;
        }
        if (part instanceof X509CertificateHolder certificate) {
            return certificate.getSubjectPublicKeyInfo();
        }
        return part instanceof PEMKeyPair pair ? pair.getPublicKeyInfo() : null;
    }

    private static List<Object> parts(String text) throws IOException {
        List<Object> parts = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static PermanentException unreadable(Path origin, String what) {
        // Without the cause: its message may quote a key.
        return new PermanentException("cannot read the " + what + " in " + origin + "; it must be PEM");
    }

    /** Certificates as PEM. */
    static String of(List<X509Certificate> certificates) {
        return written(writer -> {
            for (X509Certificate certificate : certificates) {
                writer.writeObject(certificate);
            }
        });
    }

    /** A private key as PEM, in PKCS#8. */
    static String of(KeyPair keys) {
        return written(writer -> writer.writeObject(new JcaPKCS8Generator(keys.getPrivate(), null)));
    }

    private interface Writing {
        void to(JcaPEMWriter writer) throws IOException;
    }

    private static String written(Writing writing) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writing.to(writer);
        } catch (IOException e) {
            throw new IllegalStateException("a string takes everything", e);
        }
        return text.toString();
    }
}
