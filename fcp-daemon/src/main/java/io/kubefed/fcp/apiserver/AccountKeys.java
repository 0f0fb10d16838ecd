package io.kubefed.fcp.apiserver;

import io.kubefed.apiserver.authn.Authenticator;
import io.kubefed.apiserver.authn.ServiceAccounts;
import io.kubefed.apiserver.authn.TokenIssuer;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.core.error.PermanentException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * The keys of service-account tokens.
 *
 * @param verifying they verify tokens; empty if there are none
 * @param signing it signs tokens; null if there is none
 * @param keyId the name of that key; null if it does not tell its public half
 */
record AccountKeys(
        List<PublicKey> verifying,
        @Nullable PrivateKey signing,
        @Nullable String keyId) {

    private static final String ISSUER = "https://kubernetes.default.svc";

    /**
     * Reads the files that the flags name. Blocks.
     *
     * @throws PermanentException if one cannot be read or understood
     */
    static AccountKeys of(ApiServerFlags flags) {
        List<PublicKey> verifying = new ArrayList<>();
        for (Path file : flags.serviceAccountKeyFiles) {
            verifying.addAll(named("--service-account-key-file", () -> Pem.publicKeys(Pem.text(file), file)));
        }
        Path file = flags.serviceAccountSigningKeyFile;
        if (file == null) {
            return new AccountKeys(List.copyOf(verifying), null, null);
        }
        String flag = "--service-account-signing-key-file";
        PrivateKey signing = named(flag, () -> Pem.privateKey(Pem.text(file), file));
        List<PublicKey> own = publicHalf(file);
        // What is signed here is believed here, whether or not the key is named twice.
        own.stream().filter(key -> !verifying.contains(key)).forEach(verifying::add);
        if (verifying.isEmpty()) {
            throw new PermanentException(
                    flag + ": " + file + " does not tell its public key; give --service-account-key-file too");
        }
        return new AccountKeys(List.copyOf(verifying), signing, own.isEmpty() ? null : TokenIssuer.nameOf(own.get(0)));
    }

    private static <T> T named(String flag, Supplier<T> read) {
        try {
            return read.get();
        } catch (PermanentException wrong) {
            throw new PermanentException(flag + ": " + wrong.getMessage());
        }
    }

    private static List<PublicKey> publicHalf(Path file) {
        try {
            return Pem.publicKeys(Pem.text(file), file);
        } catch (PermanentException untold) {
            return List.of();
        }
    }

    /** Whom tokens are for that are accepted here. */
    static List<String> audiences(ApiServerFlags flags) {
        return flags.apiAudiences.isEmpty() ? issuers(flags).subList(0, 1) : flags.apiAudiences;
    }

    private static List<String> issuers(ApiServerFlags flags) {
        return flags.serviceAccountIssuers.isEmpty() ? List.of(ISSUER) : flags.serviceAccountIssuers;
    }

    /** Knows service accounts by their tokens. */
    List<Authenticator> authenticators(ApiServerFlags flags, Storage storage, Scheduler timer) {
        return verifying.isEmpty()
                ? List.of()
                : List.of(new ServiceAccounts(
                        verifying,
                        issuers(flags),
                        audiences(flags),
                        flags.serviceAccountLookup ? storage : null,
                        timer));
    }

    /** Makes tokens; null without a key to sign with. */
    @Nullable TokenIssuer issuer(ApiServerFlags flags, Scheduler timer) {
        return signing == null ? null : new TokenIssuer(issuers(flags).get(0), signing, keyId, audiences(flags), timer);
    }
}
