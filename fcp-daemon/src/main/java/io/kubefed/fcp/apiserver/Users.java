package io.kubefed.fcp.apiserver;

import io.kubefed.apiserver.authn.Authenticator;
import io.kubefed.apiserver.authn.ClientCertificates;
import io.kubefed.apiserver.authn.PasswordFile;
import io.kubefed.apiserver.authn.TokenFile;
import io.kubefed.apiserver.authn.UnknownCredentials;
import io.kubefed.core.error.PermanentException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.scheduler.Scheduler;

/**
 * Who is known, as the flags say.
 *
 * @param authenticators by certificates and files
 */
record Users(List<Authenticator> authenticators) {

    /**
     * Whom the flags name. Blocks: it reads files.
     *
     * @param clientAuthorities who signs certificates of clients
     * @throws PermanentException if a file cannot be read or understood
     */
    static Users of(ApiServerFlags flags, Supplier<List<X509Certificate>> clientAuthorities, Scheduler timer) {
        List<Authenticator> all = new ArrayList<>();
        all.add(new ClientCertificates(clientAuthorities, timer));
        if (flags.tokenAuthFile != null) {
            all.add(read("--token-auth-file", flags.tokenAuthFile, TokenFile::read));
        }
        if (flags.basicAuthFile != null) {
            all.add(read("--basic-auth-file", flags.basicAuthFile, PasswordFile::read));
        }
        return new Users(List.copyOf(all));
    }

    /** All of them and others; tokens and passwords that nobody knows are rejected. */
    Authenticator with(List<Authenticator> others) {
        List<Authenticator> all = new ArrayList<>(authenticators);
        all.addAll(others);
        all.add(new UnknownCredentials());
        return Authenticator.anyOf(all);
    }

    private static <T> T read(String flag, Path file, Function<String, T> reader) {
        try {
            return reader.apply(Pem.text(file));
        } catch (PermanentException missing) {
            throw new PermanentException(flag + ": " + missing.getMessage());
        } catch (IllegalArgumentException wrong) {
            throw new PermanentException(flag + ": " + file + ": " + wrong.getMessage());
        }
    }
}
