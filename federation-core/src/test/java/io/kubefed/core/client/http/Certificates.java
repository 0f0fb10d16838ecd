package io.kubefed.core.client.http;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A certificate authority, or what one signed.
 *
 * @param certificate the certificate
 * @param keys its key pair; RSA, so that its PEM is the PKCS#1 of kubeadm's kubeconfigs
 * @param subject its name
 */
record Certificates(X509Certificate certificate, KeyPair keys, X500Name subject) {

    static Certificates authority(String name) {
        try {
            KeyPair keys = generate();
            X500Name subject = new X500Name("CN=" + name);
            return new Certificates(certificate(subject, keys.getPrivate(), subject, keys, null), keys, subject);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate for {@code name}, signed by this authority; {@code alternative} is its only valid host, null for none. */
    Certificates sign(String name, GeneralName alternative) {
        try {
            return sign(name, alternative, generate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate of an elliptic curve, signed by this authority. */
    Certificates signElliptic(String name) {
        try {
            return sign(name, null, KeyPairGenerator.getInstance("EC").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Certificates sign(String name, GeneralName alternative, KeyPair other) {
        try {
            X500Name otherSubject = new X500Name("CN=" + name);
            return new Certificates(
                    certificate(subject, keys.getPrivate(), otherSubject, other, alternative), other, otherSubject);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            X500Name issuer, PrivateKey issuerKey, X500Name subject, KeyPair keys, GeneralName alternative)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(1, ChronoUnit.HOURS)),
                Date.from(now.plus(1, ChronoUnit.HOURS)),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(issuer.equals(subject)));
        if (alternative != null) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternative));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuerKey)));
    }

    String certificatePem() {
        return pem(certificate);
    }

    String keyPem() {
        return pem(keys.getPrivate());
    }

    /** The key as PKCS#8, which says by itself of what kind it is. */
    String pkcs8Pem() {
        return pem(new PemObject("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
