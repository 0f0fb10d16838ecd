package io.kubefed.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.StorageSignal.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** What every {@link Storage} does. A backend extends this, and opens an empty store. */
public abstract class StorageContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int HISTORY = 5;
    private static final int WRITERS = 16;

    private Storage storage;
    private long base;

    /**
     * An empty store.
     *
     * @param history how many writes it looks back
     */
    protected abstract Storage open(int history) throws Exception;

    /** Ends a store that {@link #open} gave. */
    protected abstract void close(Storage storage) throws Exception;

    @BeforeEach
    void begin() throws Exception {
        use(HISTORY);
    }

    private void use(int history) throws Exception {
        if (storage != null) {
            close(storage);
        }
        storage = open(history);
        base = storage.revision().block(TIMEOUT);
    }

    @AfterEach
    void end() throws Exception {
        if (storage == null) {
            return;
        }
        int open = storage.openWatches();
        close(storage);
        assertThat(open).as("watches left open").isZero();
    }

    @Test
    void writesOnlyOverTheRevisionThatIsMeant() {
        Stored first = put("/a/x", 0);

        assertThat(first.revision()).isGreaterThan(base).isGreaterThan(1);
        assertStale(storage.put("/a/x", 0, content("x")));
        assertStale(storage.put("/a/x", first.revision() - 1, content("x")));
        assertStale(storage.put("/a/x", first.revision() + 1, content("x")));
        assertStale(storage.put("/a/y", first.revision(), content("y")));
        assertStale(storage.delete("/a/x", first.revision() + 1));
        Stored second = put("/a/x", first.revision());
        assertThat(second.revision()).isGreaterThan(first.revision());
        assertStale(storage.put("/a/x", first.revision(), content("x")));
        assertThat(find("/a/x")).hasToString("/a/x@" + second.revision());
    }

    @Test
    void removesOnlyWhatIsThere() {
        Stored first = put("/a/x", 0);

        assertStale(storage.delete("/a/y", 0));
        assertStale(storage.delete("/a/y", first.revision()));
        Stored removed = storage.delete("/a/x", first.revision()).block(TIMEOUT);

        assertThat(removed.revision()).isGreaterThan(first.revision());
        assertThat(removed.content()).isEqualTo(first.content());
        assertThat(removed.object().path("metadata").path("resourceVersion").asText())
                .isEqualTo(Long.toString(removed.revision()));
        assertThat(find("/a/x")).isNull();
        assertStale(storage.delete("/a/x", removed.revision()));
        assertThat(put("/a/x", 0).revision()).isGreaterThan(removed.revision());
    }

    @Test
    void countsEveryWriteAndNothingElse() {
        Stored first = put("/a/x", 0);
        assertStale(storage.put("/a/x", 0, content("x")));

        assertThat(storage.revision().block(TIMEOUT)).isEqualTo(first.revision());
        assertThat(storage.range(RangeQuery.all("/b/")).block(TIMEOUT).revision())
                .isEqualTo(first.revision());
    }

    @Test
    void putsTheVersionWhereObjectsHaveIt() {
        ObjectNode content = Json.object().put("kind", "Thing");
        content.putObject("metadata").put("name", "x").put("uid", "u").put("generation", 1);

        Stored stored = storage.put("/a/x", 0, content).block(TIMEOUT);

        String expected = "{\"kind\":\"Thing\",\"metadata\":{\"name\":\"x\",\"uid\":\"u\",\"resourceVersion\":\""
                + stored.revision() + "\",\"generation\":1}}";
        assertThat(stored.object()).hasToString(expected);
        assertThat(new String(stored.bytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(new String(find("/a/x").bytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(content.path("metadata").has("resourceVersion")).isFalse();
    }

    @Test
    void keepsEveryKindOfValue() {
        ObjectNode content = content("größe \"\\\u0001 \uD83D\uDE00");
        content.put("long", Long.MAX_VALUE)
                .put("small", -1)
                .put("fraction", 0.1)
                .putNull("nothing");
        content.putArray("list").add(true).addObject().put("", "empty name");
        content.put("large", "x".repeat(1_000_000));

        storage.put("/a/x", 0, content).block(TIMEOUT);

        assertThat(Json.same(find("/a/x").content(), content)).isTrue();
    }

    @Test
    void readsRangesInTheOrderOfKeysAndInPages() {
        List.of("/a/n/z", "/a/n/a", "/a/n-1/b", "/b/n/a").forEach(key -> put(key, 0));

        assertThat(keys(range("/a/", "", 0, 0))).containsExactly("/a/n-1/b", "/a/n/a", "/a/n/z");
        assertThat(keys(range("/a/n/", "", 0, 0))).containsExactly("/a/n/a", "/a/n/z");
        Range page = range("/a/", "", 2, 0);
        assertThat(keys(page)).containsExactly("/a/n-1/b", "/a/n/a");
        assertThat(page.remaining()).isEqualTo(1);
        put("/a/n/b", 0);
        Range rest = range("/a/", "/a/n/a\0", 2, page.revision());
        assertThat(keys(rest)).containsExactly("/a/n/z");
        assertThat(rest.revision()).isEqualTo(page.revision());
        assertThat(rest.remaining()).isZero();
    }

    @Test
    void forgetsWhatIsOlderThanItsHistory() {
        List<Stored> written =
                IntStream.range(0, 7).mapToObj(i -> put("/a/" + i, 0)).toList();

        assertThat(keys(range("/a/", "", 0, written.get(1).revision()))).containsExactly("/a/0", "/a/1");
        assertThatExceptionOfType(StorageException.Compacted.class)
                .isThrownBy(() -> range("/a/", "", 0, written.get(0).revision()));
        assertThatExceptionOfType(StorageException.Future.class)
                .isThrownBy(() -> range("/a/", "", 0, written.get(6).revision() + 1));
        storage.watch("/a/", written.get(0).revision(), Flux.never())
                .as(StepVerifier::create)
                .expectError(StorageException.Compacted.class)
                .verify(TIMEOUT);
    }

    @Test
    void tellsEveryChangeSinceAndFromThenOn() {
        Stored first = put("/a/x", 0);
        put("/b/x", 0);
        put("/a/y", 0);

        storage.watch("/a/", first.revision(), Flux.never())
                .map(Object::toString)
                .map(told -> told.substring(0, told.indexOf('@')))
                .as(StepVerifier::create)
                .expectNext("+/a/y")
                .then(() -> put("/a/x", first.revision()))
                .expectNext("+/a/x")
                .then(() -> storage.delete("/a/x", find("/a/x").revision()).block(TIMEOUT))
                .expectNext("-/a/x")
                .thenCancel()
                .verify(TIMEOUT);
    }

    @Test
    void tellsWhatWasThereBefore() {
        Stored first = put("/a/x", 0);
        storage.delete("/a/x", first.revision()).block(TIMEOUT);

        storage.watch("/a/", base, Flux.never())
                .cast(Change.class)
                .as(StepVerifier::create)
                .assertNext(put -> {
                    assertThat(put.before()).isNull();
                    assertThat(put.after()).hasToString(first.toString());
                })
                .assertNext(removal -> {
                    assertThat(removal.removal()).isTrue();
                    assertThat(removal.before()).hasToString(first.toString());
                    assertThat(removal.after().content()).isEqualTo(first.content());
                })
                .thenCancel()
                .verify(TIMEOUT);
    }

    @Test
    void saysNothingBeforeAVersionThatIsStillToCome() {
        storage.watch("/a/", base + 2, Flux.never())
                .map(StorageSignal::revision)
                .as(StepVerifier::create)
                .then(() -> put("/a/1", 0))
                .then(() -> put("/a/2", 0))
                .then(() -> put("/a/3", 0))
                .expectNext(base + 3)
                .thenCancel()
                .verify(TIMEOUT);
    }

    @Test
    void tellsProgressBehindAllThatItCovers() {
        Sinks.Many<Integer> ticks = Sinks.many().unicast().onBackpressureBuffer();

        storage.watch("/a/", base, ticks.asFlux())
                .as(watch -> StepVerifier.create(watch, 0))
                .then(() -> put("/a/1", 0))
                .then(() -> put("/b/1", 0))
                .then(() -> ticks.tryEmitNext(1))
                .thenRequest(1)
                .expectNextMatches(signal -> signal instanceof Change && signal.revision() == base + 1)
                .thenRequest(1)
                .expectNext(new Progress(base + 2))
                .thenCancel()
                .verify(TIMEOUT);
    }

    @Test
    void dropsAWatcherThatFallsBehindAndNoOther() {
        StepVerifier.Step<StorageSignal> slow = StepVerifier.create(storage.watch("/a/", base, Flux.never()), 0);
        StepVerifier.FirstStep<StorageSignal> quick = StepVerifier.create(storage.watch("/a/", base, Flux.never()));

        StepVerifier behind = slow.expectError(StorageException.Compacted.class).verifyLater();
        StepVerifier following = quick.expectNextCount(8).thenCancel().verifyLater();
        for (int i = 0; i < 8; i++) {
            put("/a/" + i, 0);
        }

        behind.verify(TIMEOUT);
        following.verify(TIMEOUT);
    }

    @Test
    void tellsASubscriberOfItsOwnWrites() {
        storage.watch("/a/", base, Flux.never())
                .concatMap(signal -> signal.revision() < base + 4
                        ? storage.put("/a/" + signal.revision(), 0, content("y"))
                        : Mono.just(find("/a/x")))
                .map(Stored::revision)
                .as(StepVerifier::create)
                .then(() -> put("/a/x", 0))
                .expectNext(base + 2, base + 3, base + 4, base + 1)
                .thenCancel()
                .verify(TIMEOUT);
    }

    @Test
    void letsOneOfManyWritersWin() {
        List<Boolean> won = Flux.range(0, WRITERS)
                .flatMap(
                        writer -> storage.put("/a/x", 0, content("x"))
                                .subscribeOn(Schedulers.boundedElastic())
                                .thenReturn(true)
                                .onErrorReturn(StorageException.Stale.class, false),
                        WRITERS)
                .collectList()
                .block(TIMEOUT);

        assertThat(won).hasSize(WRITERS).containsOnlyOnce(true);
    }

    @Test
    void losesNoUpdateUnderManyWritersAndTellsThemInOrder() throws Exception {
        use(1_000);
        int each = 20;
        storage.put("/a/x", 0, Json.object().put("count", 0)).block(TIMEOUT);
        StepVerifier told = storage.watch("/a/", base, Flux.never())
                .cast(Change.class)
                .map(change -> change.after().content().path("count").asInt())
                .as(StepVerifier::create)
                .expectNextSequence(
                        IntStream.rangeClosed(0, WRITERS * each).boxed().toList())
                .thenCancel()
                .verifyLater();

        Flux.range(0, WRITERS)
                .flatMap(writer -> increment().repeat(each - 1).subscribeOn(Schedulers.boundedElastic()), WRITERS)
                .blockLast(TIMEOUT);

        told.verify(TIMEOUT);
        assertThat(find("/a/x").content().path("count").asInt()).isEqualTo(WRITERS * each);
    }

    private Mono<Stored> increment() {
        return Mono.defer(() -> storage.find("/a/x"))
                .flatMap(now -> storage.put(
                        "/a/x",
                        now.revision(),
                        Json.object().put("count", now.content().path("count").asInt() + 1)))
                .retryWhen(Retry.indefinitely().filter(StorageException.Stale.class::isInstance));
    }

    /** The state at any revision of the history is what it was then. */
    @Test
    void readsTheStateOfThePast() throws Exception {
        use(1_000);
        Random random = new Random(7);
        TreeMap<Long, String> states = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            String key = "/a/" + random.nextInt(6);
            Stored present = find(key);
            Stored written = present != null && random.nextInt(3) == 0
                    ? storage.delete(key, present.revision()).block(TIMEOUT)
                    : put(key, present == null ? 0 : present.revision());
            states.put(written.revision(), range("/a/", "", 0, 0).items().toString());
        }

        states.forEach((revision, state) ->
                assertThat(range("/a/", "", 0, revision).items().toString()).isEqualTo(state));
    }

    private static void assertStale(Mono<Stored> write) {
        assertThatExceptionOfType(StorageException.Stale.class).isThrownBy(() -> write.block(TIMEOUT));
    }

    private Range range(String prefix, String from, int limit, long revision) {
        return storage.range(new RangeQuery(prefix, from, limit, revision)).block(TIMEOUT);
    }

    private static List<String> keys(Range range) {
        return range.items().stream().map(Stored::key).toList();
    }

    private Stored find(String key) {
        return storage.find(key).block(TIMEOUT);
    }

    private Stored put(String key, long expected) {
        return storage.put(key, expected, content(key)).block(TIMEOUT);
    }

    private static ObjectNode content(String name) {
        ObjectNode content = Json.object();
        content.putObject("metadata").put("name", name);
        return content;
    }
}
