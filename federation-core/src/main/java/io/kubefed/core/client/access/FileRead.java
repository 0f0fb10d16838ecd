package io.kubefed.core.client.access;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.kubefed.core.error.TransientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** Reads a token, or a client certificate, or both, from files; they are read again after a minute, as the kubelet renews them. */
final class FileRead implements Callable<RenewedCredentials.Lease> {

    private static final long GOOD_FOR_MILLIS = 60_000;

    private final @Nullable Path tokenFile;
    private final Credential otherwise;
    private final @Nullable CertificateFiles certificate;
    private final Scheduler timer;

    FileRead(@Nullable Path tokenFile, Credential otherwise, @Nullable CertificateFiles certificate, Scheduler timer) {
        this.tokenFile = tokenFile;
        this.otherwise = otherwise;
        this.certificate = certificate;
        this.timer = timer;
    }

    @Override
    public RenewedCredentials.Lease call() {
        try {
            Credential credential = tokenFile == null ? otherwise : Credential.bearer(token(tokenFile));
            return new RenewedCredentials.Lease(
                    certificate == null ? credential : credential.with(certificate.read()),
                    timer.now(MILLISECONDS) + GOOD_FOR_MILLIS);
        } catch (IOException e) {
            // The message of a file system exception is the file's name and at times a reason.
            throw new TransientException(
                    "cannot read the credential file " + e.getMessage() + " ("
                            + e.getClass().getSimpleName() + "); check that it exists and is readable",
                    e);
        }
    }

    private static String token(Path file) throws IOException {
        String token = Files.readString(file).strip();
        if (token.isEmpty()) {
            throw new TransientException("the token file " + file + " is empty; write a token into it", null);
        }
        return token;
    }
}
