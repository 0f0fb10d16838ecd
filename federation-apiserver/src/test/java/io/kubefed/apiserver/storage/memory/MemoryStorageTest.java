package io.kubefed.apiserver.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageSignal;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.StorageSignal.Progress;
import io.kubefed.apiserver.storage.Stored;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class MemoryStorageTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final MemoryStorage storage = new MemoryStorage(100, 5);

    @Test
    void writesOnlyOverTheRevisionThatIsMeant() {
        Stored first = put("/a/x", 0);

        assertThat(first.revision()).isEqualTo(101);
        assertThatExceptionOfType(StorageException.Stale.class).isThrownBy(() -> put("/a/x", 0));
        assertThatExceptionOfType(StorageException.Stale.class).isThrownBy(() -> put("/a/x", 99));
        assertThatExceptionOfType(StorageException.Stale.class)
                .isThrownBy(() -> storage.delete("/a/y", 0).block());
        assertThat(put("/a/x", 101).revision()).isEqualTo(102);
        assertThat(storage.delete("/a/x", 102).block().revision()).isEqualTo(103);
        assertThat(storage.find("/a/x").block()).isNull();
    }

    @Test
    void putsTheVersionWhereObjectsHaveIt() {
        ObjectNode content = Json.object().put("kind", "Thing");
        content.putObject("metadata").put("name", "x").put("uid", "u").put("generation", 1);

        Stored stored = storage.store("/a/x", 0, content);

        assertThat(stored.object())
                .hasToString(
                        "{\"kind\":\"Thing\",\"metadata\":{\"name\":\"x\",\"uid\":\"u\",\"resourceVersion\":\"101\",\"generation\":1}}");
        assertThat(content.path("metadata").has("resourceVersion")).isFalse();
    }

    @Test
    void readsRangesInTheOrderOfKeysAndInPages() {
        List.of("/a/n/z", "/a/n/a", "/a/n-1/b", "/b/n/a").forEach(key -> put(key, 0));

        assertThat(keys(storage.range(RangeQuery.all("/a/")).block())).containsExactly("/a/n-1/b", "/a/n/a", "/a/n/z");
        Range page = storage.range(new RangeQuery("/a/", "", 2, 0)).block();
        assertThat(keys(page)).containsExactly("/a/n-1/b", "/a/n/a");
        assertThat(page.remaining()).isEqualTo(1);
        assertThat(keys(storage.range(new RangeQuery("/a/", "/a/n/a\0", 2, page.revision()))
                        .block()))
                .containsExactly("/a/n/z");
    }

    @Test
    void forgetsWhatIsOlderThanItsHistory() {
        for (int i = 0; i < 7; i++) {
            put("/a/" + i, 0);
        }

        assertThat(keys(storage.range(new RangeQuery("/a/", "", 0, 102)).block()))
                .containsExactly("/a/0", "/a/1");
        assertThatExceptionOfType(StorageException.Compacted.class)
                .isThrownBy(
                        () -> storage.range(new RangeQuery("/a/", "", 0, 101)).block());
        assertThatExceptionOfType(StorageException.Future.class)
                .isThrownBy(
                        () -> storage.range(new RangeQuery("/a/", "", 0, 108)).block());
        storage.watch("/a/", 101, Flux.never())
                .as(StepVerifier::create)
                .expectError(StorageException.Compacted.class)
                .verify(TIMEOUT);
        assertThat(storage.openWatches()).isZero();
    }

    @Test
    void tellsEveryChangeSinceAndFromThenOn() {
        put("/a/x", 0);
        put("/b/x", 0);
        put("/a/y", 0);

        storage.watch("/a/", 101, Flux.never())
                .map(Object::toString)
                .as(StepVerifier::create)
                .expectNext("+/a/y@103")
                .then(() -> put("/a/x", 101))
                .expectNext("+/a/x@104")
                .then(() -> storage.delete("/a/x", 104).block())
                .expectNext("-/a/x@105")
                .thenCancel()
                .verify(TIMEOUT);

        assertThat(storage.openWatches()).isZero();
    }

    @Test
    void saysNothingBeforeAVersionThatIsStillToCome() {
        storage.watch("/a/", 102, Flux.never())
                .map(Object::toString)
                .as(StepVerifier::create)
                .then(() -> put("/a/1", 0))
                .then(() -> put("/a/2", 0))
                .then(() -> put("/a/3", 0))
                .expectNext("+/a/3@103")
                .thenCancel()
                .verify(TIMEOUT);
    }

    @Test
    void tellsProgressBehindAllThatItCovers() {
        Sinks.Many<Integer> ticks = Sinks.many().unicast().onBackpressureBuffer();

        storage.watch("/a/", 100, ticks.asFlux())
                .as(watch -> StepVerifier.create(watch, 0))
                .then(() -> put("/a/1", 0))
                .then(() -> put("/b/1", 0))
                .then(() -> ticks.tryEmitNext(1))
                .thenRequest(1)
                .expectNextMatches(signal -> signal instanceof Change && signal.revision() == 101)
                .thenRequest(1)
                .expectNext(new Progress(102))
                .thenCancel()
                .verify(TIMEOUT);
    }

    @Test
    void dropsAWatcherThatFallsBehindAndNoOther() {
        StepVerifier.Step<StorageSignal> slow = StepVerifier.create(storage.watch("/a/", 100, Flux.never()), 0);
        StepVerifier.FirstStep<StorageSignal> quick = StepVerifier.create(storage.watch("/a/", 100, Flux.never()));

        StepVerifier behind = slow.expectError(StorageException.Compacted.class).verifyLater();
        StepVerifier following = quick.expectNextCount(8).thenCancel().verifyLater();
        for (int i = 0; i < 8; i++) {
            put("/a/" + i, 0);
        }

        behind.verify(TIMEOUT);
        following.verify(TIMEOUT);
        assertThat(storage.openWatches()).isZero();
    }

    @Test
    void keepsOrderWhenASubscriberWritesWhileItIsTold() {
        List<String> told = new java.util.ArrayList<>();
        var watch = storage.watch("/a/", 100, Flux.never()).subscribe(signal -> {
            told.add(signal.toString());
            if (signal.revision() < 104) {
                put("/a/" + signal.revision(), 0);
            }
        });

        put("/a/x", 0);
        watch.dispose();

        assertThat(told).containsExactly("+/a/x@101", "+/a/101@102", "+/a/102@103", "+/a/103@104");
    }

    /** The state at any revision of the history is what it was then. */
    @Property(tries = 200)
    void readsTheStateOfThePast(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 5) Integer> writes) {
        MemoryStorage past = new MemoryStorage(100, 1_000);
        TreeMap<Long, List<String>> states = new TreeMap<>();
        for (int i = 0; i < writes.size(); i++) {
            String key = "/a/" + writes.get(i);
            Stored present = past.find(key).block();
            if (present != null && i % 3 == 0) {
                past.delete(key, present.revision()).block();
            } else {
                past.store(key, present == null ? 0 : present.revision(), content(Integer.toString(i)));
            }
            states.put(101L + i, state(past.range(RangeQuery.all("/a/")).block()));
        }

        states.forEach((revision, state) -> assertThat(
                        state(past.range(new RangeQuery("/a/", "", 0, revision)).block()))
                .isEqualTo(state));
    }

    private static List<String> state(Range range) {
        return range.items().stream().map(Stored::toString).toList();
    }

    private static List<String> keys(Range range) {
        return range.items().stream().map(Stored::key).toList();
    }

    private Stored put(String key, long expected) {
        return storage.put(key, expected, content(key)).block();
    }

    private static ObjectNode content(String name) {
        ObjectNode content = Json.object();
        content.putObject("metadata").put("name", name);
        return content;
    }
}
