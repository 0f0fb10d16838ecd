package io.kubefed.e2e.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.storage.etcd.EtcdStorage;
import io.kubefed.testkit.real.RealEtcd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** Several servers on one etcd, and an etcd that comes and goes. */
class SharedEtcdIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int WRITES = 300;

    @TempDir
    private static Path directory;

    private static RealEtcd etcd;

    private EtcdStorage one;
    private EtcdStorage other;
    private EtcdStorage stranger;

    @BeforeAll
    static void start() {
        etcd = new RealEtcd(directory);
    }

    @AfterAll
    static void stop() {
        etcd.stop();
    }

    @BeforeEach
    void open(TestInfo test) {
        String prefix = "/" + test.getTestMethod().orElseThrow().getName();
        one = Etcds.open(etcd, prefix, 10_000);
        other = Etcds.open(etcd, prefix, 10_000);
        // Its prefix begins like that of the others.
        stranger = Etcds.open(etcd, prefix + "-stranger", 10_000);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        stranger.close();
    }

    @Test
    void readsAtOnceWhatAnotherServerWrote() {
        for (int i = 0; i < WRITES; i++) {
            Stored written = put(one, "/a/" + i % 7);
            assertThat(find(other, "/a/" + i % 7)).hasToString(written.toString());
            assertThat(other.range(RangeQuery.all("/a/")).block(TIMEOUT).revision())
                    .isGreaterThanOrEqualTo(written.revision());
        }
    }

    @Test
    void readsAtOnceThoughStrangersRaiseTheRevision() {
        Stored written = put(one, "/a/x");
        for (int i = 0; i < WRITES / 10; i++) {
            Stored strange = put(stranger, "/a/" + i);
            assertThat(find(other, "/a/x")).hasToString(written.toString());
            assertThat(other.revision().block(TIMEOUT)).isGreaterThanOrEqualTo(strange.revision());
        }
        assertThat(one.range(RangeQuery.all("/a/")).block(TIMEOUT).items()).hasSize(1);
    }

    @Test
    void letsOneServerWinAndTellsTheOtherWhy() {
        Stored first = put(one, "/a/x");
        other.put("/a/x", first.revision(), content("other")).block(TIMEOUT);

        assertThatExceptionOfType(StorageException.Stale.class)
                .isThrownBy(
                        () -> one.put("/a/x", first.revision(), content("one")).block(TIMEOUT))
                .withMessageContaining("not at " + first.revision());
    }

    @Test
    void tellsTheSameInTheSameOrderOnEveryServer() {
        long before = one.revision().block(TIMEOUT);
        Flux.range(0, WRITES)
                .flatMap(
                        i -> (i % 2 == 0 ? one : other)
                                .put("/a/" + i, 0, content("x"))
                                .flatMap(stored -> i % 3 == 0
                                        ? (i % 2 == 0 ? other : one).delete("/a/" + i, stored.revision())
                                        : Mono.just(stored)),
                        16)
                .blockLast(TIMEOUT);
        int changes = WRITES + WRITES / 3;

        assertThat(told(one, before, changes))
                .isEqualTo(told(other, before, changes))
                .hasSize(changes);
    }

    private static List<String> told(EtcdStorage store, long after, int count) {
        return store.watch("/a/", after, Flux.never())
                .map(Object::toString)
                .take(count)
                .collectList()
                .block(TIMEOUT);
    }

    @Test
    void goesOnAfterEtcdWasAway() {
        Stored before = put(one, "/a/x");
        StepVerifier told = StepVerifier.create(other.watch("/a/", before.revision(), Flux.never())
                        .map(signal -> signal.toString().split("@")[0]))
                .expectNext("+/a/y")
                .thenCancel()
                .verifyLater();
        etcd.stop();

        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> one.put("/a/y", 0, content("y")).block(TIMEOUT))
                .withMessageContaining("it is not known whether /a/y was written");
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> other.find("/a/x").block(TIMEOUT));

        etcd.start();
        one.put("/a/y", 0, content("y"))
                .retryWhen(Retry.fixedDelay(300, Duration.ofMillis(100))
                        .filter(StorageException.Unavailable.class::isInstance))
                .block(TIMEOUT);
        told.verify(TIMEOUT);
        assertThat(find(one, "/a/x")).hasToString(before.toString());
    }

    @Test
    void readsWhatWasStoredBefore() {
        Flux.range(0, 2_500)
                .flatMap(i -> one.put("/a/" + i, 0, content("x")), 32)
                .blockLast(TIMEOUT);
        List<String> before = state(one);

        EtcdStorage later = Etcds.open(etcd, "/readsWhatWasStoredBefore", 10_000);

        assertThat(state(later)).isEqualTo(before).hasSize(2_500);
        later.close();
    }

    private static List<String> state(EtcdStorage store) {
        return store.range(RangeQuery.all("/a/")).block(TIMEOUT).items().stream()
                .map(Stored::toString)
                .toList();
    }

    private static Stored put(EtcdStorage store, String key) {
        Stored present = find(store, key);
        return store.put(key, present == null ? 0 : present.revision(), content(key))
                .block(TIMEOUT);
    }

    private static Stored find(EtcdStorage store, String key) {
        return store.find(key).block(TIMEOUT);
    }

    private static ObjectNode content(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }
}
