package io.kubefed.fcp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

class EventExpiryTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final MemoryStorage storage = new MemoryStorage(1_000, 1_000);

    private void event(String key, String field, Instant heardOf) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("creationTimestamp", Instant.EPOCH.toString());
        object.put(field, heardOf.toString());
        storage.put(key, 0, object).block();
    }

    private boolean there(String key) {
        return storage.find(key).hasElement().block();
    }

    @Test
    void removesEventsThatWereLastHeardOfTooLongAgo() {
        event("/events/n/old", "lastTimestamp", Instant.EPOCH);
        event("/events/n/repeated", "lastTimestamp", Instant.EPOCH.plusSeconds(3_000));
        event("/events.events.k8s.io/n/old", "eventTime", Instant.EPOCH);
        event("/configmaps/n/old", "lastTimestamp", Instant.EPOCH);
        Disposable running =
                new EventExpiry(storage, Duration.ofHours(1), time).run().subscribe();

        time.advanceTimeBy(Duration.ofMinutes(60));
        assertThat(there("/events/n/old")).isTrue();
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(there("/events/n/old")).isFalse();
        assertThat(there("/events.events.k8s.io/n/old")).isFalse();
        assertThat(there("/events/n/repeated")).isTrue();
        assertThat(there("/configmaps/n/old")).isTrue();
        running.dispose();
    }
}
