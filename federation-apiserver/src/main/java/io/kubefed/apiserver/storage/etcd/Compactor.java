package io.kubefed.apiserver.storage.etcd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Lets etcd forget what is older than one round, five minutes as a rule; without that it grows without end. Of several servers one
 * does it: whoever writes a key of ours first in each round.
 */
final class Compactor {

    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
    private final EtcdClient client;
    private final String key;
    private long seen;
    private long lastRound;

    Compactor(EtcdClient client, Keys keys) {
        this.client = client;
        this.key = keys.compaction();
    }

    /** Never completes. */
    Mono<Void> run(Duration every, Scheduler timer) {
        return Flux.interval(every, timer)
                .onBackpressureDrop()
                .concatMap(tick -> round())
                .then();
    }

    private Mono<Void> round() {
        byte[] value = Long.toString(lastRound).getBytes(StandardCharsets.US_ASCII);
        return Mono.defer(() -> client.transaction(Transaction.put(key, seen, value)))
                .flatMap(this::compact)
                .onErrorResume(error -> {
                    LOG.atWarn()
                            .addKeyValue("error", error.getMessage())
                            .log("compaction of etcd failed, will try again");
                    return Mono.empty();
                });
    }

    private Mono<Void> compact(Transaction outcome) {
        long before = lastRound;
        lastRound = outcome.revision();
        if (!outcome.succeeded()) {
            seen = outcome.found().stream().mapToLong(KeyValue::revision).sum();
            return Mono.empty();
        }
        seen = outcome.revision();
        return before == 0 ? Mono.empty() : client.compact(before);
    }
}
