package io.kubefed.core.client.access;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.kubefed.core.error.TransientException;
import java.util.concurrent.Callable;
import reactor.core.scheduler.Scheduler;

/** Asks a fabric8 token provider; it is asked again after ten seconds, as it may cache by itself. */
final class ProviderCall implements Callable<RenewedCredentials.Lease> {

    private static final long GOOD_FOR_MILLIS = 10_000;

    private final OAuthTokenProvider provider;
    private final Scheduler timer;

    ProviderCall(OAuthTokenProvider provider, Scheduler timer) {
        this.provider = provider;
        this.timer = timer;
    }

    @Override
    public RenewedCredentials.Lease call() {
        String token;
        try {
            token = provider.getToken();
        } catch (RuntimeException e) {
            throw new TransientException("the token provider failed: " + e.getMessage(), e);
        }
        if (token == null || token.isEmpty()) {
            throw new TransientException("the token provider gave no token", null);
        }
        return new RenewedCredentials.Lease(Credential.bearer(token), timer.now(MILLISECONDS) + GOOD_FOR_MILLIS);
    }
}
