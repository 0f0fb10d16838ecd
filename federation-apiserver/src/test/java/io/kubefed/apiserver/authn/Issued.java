package io.kubefed.apiserver.authn;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate of a test, with its keys; those of authorities sign others.
 *
 * @param certificate valid for an hour from the epoch of virtual time, or from now
 * @param keys its key pair
 */
public record Issued(X509Certificate certificate, KeyPair keys) {

    /** An authority, valid for an hour from {@code from}. */
    public static Issued authority(String subject, Instant from) throws Exception {
        KeyPair keys = generated();
        return new Issued(signed(subject, keys, subject, keys, from, null), keys);
    }

    /** A certificate of this authority for servers on loopback, or for clients. */
    public Issued sign(String subject, KeyPurposeId use, Instant from) throws Exception {
        KeyPair other = generated();
        return new Issued(
                signed(certificate.getSubjectX500Principal().getName(), keys, subject, other, from, use), other);
    }

    private static KeyPair generated() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate signed(
            String issuer, KeyPair by, String subject, KeyPair keys, Instant from, KeyPurposeId use) throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(keys.getPublic().hashCode() & 0xffff_ffffL).add(BigInteger.ONE),
                Date.from(from),
                Date.from(from.plus(Duration.ofHours(1))),
                new X500Name(subject),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(use == null));
        if (use != null) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
    }
}
