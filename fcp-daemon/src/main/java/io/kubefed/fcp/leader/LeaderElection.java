package io.kubefed.fcp.leader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Runs work while a Lease is held, and only then.
 *
 * <p>Another holder's lease counts as expired when it was not seen to change for its own duration by our clock: no two clocks are
 * compared. Every write names the version that it replaces, so of two candidates one loses. A holder that could not renew within
 * the deadline, which is shorter than the lease, stops its work before anyone else may start.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/architecture/leases/">Leases</a>
 */
public final class LeaderElection {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
    private static final ResourceType LEASES = new ResourceType("coordination.k8s.io", "v1", "leases", "Lease", true);

    /**
     * The times of a lease.
     *
     * @param lease how long others wait for a holder that is silent
     * @param renewDeadline how long a holder tries to renew before it gives up
     * @param retryPeriod between attempts
     */
    public record Times(Duration lease, Duration renewDeadline, Duration retryPeriod) {

        /** v1's: 15 s, 10 s, 2 s. */
        public static final Times STANDARD =
                new Times(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

        /** @throws IllegalArgumentException unless {@code retryPeriod < renewDeadline < lease} */
        public Times {
            if (retryPeriod.compareTo(renewDeadline) >= 0 || renewDeadline.compareTo(lease) >= 0) {
                throw new IllegalArgumentException(
                        "--leader-elect-retry-period must be less than --leader-elect-renew-deadline, and that less than"
                                + " --leader-elect-lease-duration");
            }
        }
    }

    private final ClusterClient federationApi;
    private final ObjectKey lease;
    private final String identity;
    private final Times times;
    private final Scheduler timer;

    private @Nullable String seenVersion;
    private long seenAt;
    private long renewedAt;

    /** A candidate that does nothing before {@link #lead}. */
    public LeaderElection(ClusterClient federationApi, ObjectKey lease, String identity, Times times, Scheduler timer) {
        this.federationApi = federationApi;
        this.lease = lease;
        this.identity = identity;
        this.times = times;
        this.timer = timer;
    }

    /**
     * Waits for the lease, and runs the work as long as it is held.
     *
     * @param stop ends the waiting, or the work; the lease is given up then, so that another may start at once
     * @return completes when it was stopped and the lease is given up; errors with {@link PermanentException} when the lease was
     *     lost, otherwise as the work does
     */
    public Mono<Void> lead(Mono<Void> work, Mono<Void> stop) {
        return Mono.usingWhen(
                acquire().takeUntilOther(stop),
                held -> Mono.firstWithSignal(work, renew()).takeUntilOther(stop),
                held -> release(),
                (held, error) -> release(),
                held -> release());
    }

    private Mono<Boolean> acquire() {
        return attempt()
                .onErrorResume(FederationException.class, error -> {
                    LOG.atWarn().addKeyValue("error", error.getMessage()).log("cannot take the lease yet");
                    return Mono.just(false);
                })
                .filter(held -> held)
                .repeatWhenEmpty(tries -> tries.delayElements(times.retryPeriod(), timer))
                .doOnNext(held -> LOG.atInfo()
                        .addKeyValue("lease", lease)
                        .addKeyValue("identity", identity)
                        .log("lease acquired"));
    }

    private Mono<Void> renew() {
        return Mono.delay(times.retryPeriod(), timer)
                .then(attempt())
                .onErrorResume(FederationException.class, error -> Mono.just(false))
                .flatMap(held -> stillHolds(held) ? Mono.<Void>empty() : lost())
                .repeat()
                .then();
    }

    private boolean stillHolds(boolean renewed) {
        long now = timer.now(TimeUnit.MILLISECONDS);
        if (renewed) {
            renewedAt = now;
        }
        return renewed || now - renewedAt < times.renewDeadline().toMillis();
    }

    private Mono<Void> lost() {
        return Mono.error(
                new PermanentException("the lease " + lease + " was lost; another controller manager may act now"));
    }

    /**
     * Takes or renews the lease.
     *
     * @return emits whether it is ours now; at most two requests
     */
    private Mono<Boolean> attempt() {
        return federationApi
                .get(LEASES, lease)
                .flatMap(this::takeOver)
                .switchIfEmpty(Mono.defer(this::create))
                .onErrorResume(
                        FederationException.class, error -> error.code() == 409 ? Mono.just(false) : Mono.error(error))
                .doOnNext(held -> {
                    if (held) {
                        renewedAt = timer.now(TimeUnit.MILLISECONDS);
                    }
                });
    }

    private Mono<Boolean> create() {
        KubeObject fresh = body(JsonNodeFactory.instance.objectNode(), 0, now());
        return federationApi.create(LEASES, fresh, "fcp").thenReturn(true);
    }

    private Mono<Boolean> takeOver(KubeObject present) {
        JsonNode spec = present.json().path("spec");
        String holder = spec.path("holderIdentity").asText("");
        if (!holder.isEmpty() && !holder.equals(identity) && !isSilent(present, spec)) {
            return Mono.just(false);
        }
        int changes = spec.path("leaseTransitions").asInt(0) + (holder.equals(identity) ? 0 : 1);
        Instant acquired =
                holder.equals(identity) ? instant(spec.path("acquireTime").asText("")) : now();
        return put(body(present.copy().json(), changes, acquired)).thenReturn(true);
    }

    private boolean isSilent(KubeObject present, JsonNode spec) {
        long now = timer.now(TimeUnit.MILLISECONDS);
        if (!present.resourceVersion().equals(seenVersion)) {
            seenVersion = present.resourceVersion();
            seenAt = now;
        }
        long seconds = spec.path("leaseDurationSeconds").asLong(times.lease().toSeconds());
        return now - seenAt > seconds * 1_000;
    }

    private KubeObject body(ObjectNode json, int transitions, Instant acquired) {
        json.put("apiVersion", LEASES.apiVersion()).put("kind", LEASES.kind());
        json.withObjectProperty("metadata").put("name", lease.name()).put("namespace", lease.namespace());
        json.withObjectProperty("spec")
                .put("holderIdentity", identity)
                .put("leaseDurationSeconds", times.lease().toSeconds())
                .put("acquireTime", micros(acquired))
                .put("renewTime", micros(now()))
                .put("leaseTransitions", transitions);
        return new KubeObject(json);
    }

    private Mono<ApiResponse> put(KubeObject object) {
        return federationApi.send(
                ApiRequest.of(ApiRequest.Method.PUT, LEASES.objectPath(lease), ApiRequest.JSON, object.toBytes()));
    }

    private Mono<Void> release() {
        return federationApi
                .get(LEASES, lease)
                .filter(present -> present.json()
                        .path("spec")
                        .path("holderIdentity")
                        .asText("")
                        .equals(identity))
                .flatMap(present -> {
                    ObjectNode json = present.json();
                    json.withObjectProperty("spec").put("holderIdentity", "").put("leaseDurationSeconds", 1);
                    return put(new KubeObject(json));
                })
                .then()
                .onErrorComplete();
    }

    private Instant now() {
        return Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
    }

    /** {@code MicroTime}: always six digits. */
    private static String micros(Instant instant) {
        String text = instant.truncatedTo(ChronoUnit.SECONDS).toString();
        return text.substring(0, text.length() - 1) + String.format(".%06dZ", instant.getNano() / 1_000);
    }

    private Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException unreadable) {
            return now();
        }
    }
}
