package io.kubefed.fcp.apiserver;

import io.kubefed.apiserver.http.Identity;
import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The directory with an authority of our own, {@code ca.crt} and {@code ca.key}, and what it signed: {@code apiserver.crt} and
 * {@code apiserver.key}. What is there is used, what is missing or about to end is made. Blocks: it reads and writes files.
 */
final class CertDir {

    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final Path directory;
    private final Authority authority;
    private final Instant now;

    private CertDir(Path directory, Authority authority, Instant now) {
        this.directory = directory;
        this.authority = authority;
        this.now = now;
    }

    /**
     * Opens a directory, which is made if it is not there.
     *
     * @throws PermanentException if it cannot be read or written
     */
    static CertDir open(Path directory, Instant now) {
        Path certificate = directory.resolve("ca.crt");
        Path key = directory.resolve("ca.key");
        try {
            Files.createDirectories(directory);
            if (Files.exists(certificate) && Files.exists(key)) {
                return new CertDir(
                        directory,
                        new Authority(
                                Pem.certificates(Pem.text(certificate), certificate)
                                        .get(0),
                                Pem.privateKey(Pem.text(key), key)),
                        now);
            }
            Authority.Signed made = Authority.create("federation-apiserver", now);
            write(key, Pem.of(made.keys()));
            write(certificate, Pem.of(List.of(made.certificate())));
            return new CertDir(
                    directory, new Authority(made.certificate(), made.keys().getPrivate()), now);
        } catch (IOException e) {
            throw new PermanentException("--cert-dir: cannot write to " + directory + ": " + e.getMessage()
                    + "; name a directory of your own, or give --tls-cert-file and --tls-private-key-file");
        }
    }

    /** The authority's certificate. */
    X509Certificate authority() {
        return authority.certificate();
    }

    /** Where the certificate of the server is. */
    Path certificateFile() {
        return directory.resolve("apiserver.crt");
    }

    /** Where its key is. */
    Path keyFile() {
        return directory.resolve("apiserver.key");
    }

    /** Makes the certificate of the server anew if that there ends soon, lacks a host or is of another authority. */
    void prepareServer(List<String> hosts) {
        if (Files.exists(certificateFile()) && Files.exists(keyFile()) && good(hosts)) {
            return;
        }
        try {
            Authority.Signed made = authority.server(hosts, now);
            write(keyFile(), Pem.of(made.keys()));
            write(certificateFile(), Pem.of(List.of(made.certificate(), authority.certificate())));
        } catch (IOException e) {
            throw new PermanentException("--cert-dir: cannot write to " + directory + ": " + e.getMessage());
        }
    }

    private boolean good(List<String> hosts) {
        X509Certificate there =
                Pem.certificates(Pem.text(certificateFile()), certificateFile()).get(0);
        boolean ours =
                there.getIssuerX500Principal().equals(authority.certificate().getSubjectX500Principal());
        return ours
                && there.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE))
                && names(there).containsAll(hosts);
    }

    private static Set<String> names(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                all.forEach(name -> names.add(String.valueOf(name.get(1))));
            }
        } catch (CertificateParsingException unreadable) {
            return Set.of();
        }
        return names;
    }

    /** A certificate for an administrator. */
    Identity admin() {
        Authority.Signed made = authority.client("kubernetes-admin", "system:masters", now);
        return new Identity(List.of(made.certificate()), made.keys().getPrivate());
    }

    /** Writes a file that nobody else may read, in one step. */
    static void write(Path file, String text) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
