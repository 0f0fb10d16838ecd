package io.kubefed.fcp.apiserver;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of our own.
 *
 * @param certificate signed by itself
 * @param key its private key
 */
record Authority(X509Certificate certificate, PrivateKey key) {

    private static final Duration LIFE = Duration.ofDays(3_650);
    private static final Duration SIGNED = Duration.ofDays(365);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A certificate with its keys.
     *
     * @param certificate signed by an authority
     * @param keys its key pair
     */
    record Signed(X509Certificate certificate, KeyPair keys) {}

    /** A new authority, which begins now. */
    static Signed create(String name, Instant now) {
        KeyPair keys = keys();
        X500Name subject =
                new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
        return new Signed(
                sign(subject, keys.getPrivate(), subject, keys, now, LIFE, builder -> {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                    builder.addExtension(
                            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
                }),
                keys);
    }

    /** A certificate of a server that is reached under these names and addresses, the first of which is its own. */
    Signed server(List<String> hosts, Instant now) {
        KeyPair keys = keys();
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, hosts.get(0))
                .build();
        GeneralName[] names = hosts.stream().map(Authority::name).toArray(GeneralName[]::new);
        return new Signed(
                sign(own(), key, subject, keys, now, SIGNED, builder -> {
                    use(builder, KeyPurposeId.id_kp_serverAuth);
                    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
                }),
                keys);
    }

    private static GeneralName name(String host) {
        boolean address = host.contains(":") || host.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    /** A certificate of a client: a user in a group. */
    Signed client(String user, String group, Instant now) {
        KeyPair keys = keys();
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, group)
                .addRDN(BCStyle.CN, user)
                .build();
        return new Signed(
                sign(own(), key, subject, keys, now, SIGNED, builder -> use(builder, KeyPurposeId.id_kp_clientAuth)),
                keys);
    }

    private X500Name own() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static void use(JcaX509v3CertificateBuilder builder, KeyPurposeId purpose) throws IOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private interface Extensions {
        void add(JcaX509v3CertificateBuilder builder) throws IOException;
    }

    private static X509Certificate sign(
            X500Name issuer,
            PrivateKey issuerKey,
            X500Name subject,
            KeyPair keys,
            Instant now,
            Duration life,
            Extensions extensions) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(63, RANDOM).setBit(0),
                    Date.from(now.minus(CLOCKS_DIFFER)),
                    Date.from(now.plus(life)),
                    subject,
                    keys.getPublic());
            extensions.add(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot sign a certificate", e);
        }
    }
}
