package io.kubefed.sync.cluster;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.Probe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** One look at a member: {@code GET /healthz}, with a time limit of its own. */
final class HealthProbe {

    private static final int MOST_WORDS = 200;

    private HealthProbe() {}

    static Mono<Probe> probe(ClusterClient client, Duration limit) {
        return client.send(
                        ApiRequest.get("/healthz").accepting("text/plain, */*").within(limit))
                .map(HealthProbe::judge)
                .onErrorResume(FederationException.class, error -> Mono.just(judge(error)));
    }

    private static Probe judge(ApiResponse response) {
        String words = new String(response.body(), StandardCharsets.UTF_8).strip();
        return words.equalsIgnoreCase("ok")
                ? new Probe(Health.READY, "ok")
                : new Probe(Health.NOT_READY, "/healthz responded without ok: " + shortened(words));
    }

    /** Whoever answers is reachable, even if only to refuse. */
    private static Probe judge(FederationException error) {
        String words = shortened(String.valueOf(error.getMessage()));
        return error.code() == 0 ? new Probe(Health.OFFLINE, words) : new Probe(Health.NOT_READY, words);
    }

    private static String shortened(String words) {
        return words.length() <= MOST_WORDS ? words : words.substring(0, MOST_WORDS) + "…";
    }
}
