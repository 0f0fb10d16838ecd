package io.kubefed.e2e.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.storage.etcd.EtcdStorage;
import io.kubefed.testkit.real.RealEtcd;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** An etcd that forgets: by itself, and what a server missed that was cut off. */
class ForgetfulEtcdIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Duration OFTEN = Duration.ofMillis(100);

    @TempDir
    private Path directory;

    @Test
    void readsAllAgainAndSendsItsWatchersToTheList() throws Exception {
        RealEtcd etcd = new RealEtcd(directory);
        EtcdStorage connected = Etcds.open(etcd, "/shop", 100);
        try (Cable cable = new Cable(URI.create(etcd.url()))) {
            EtcdStorage cutOff = Etcds.open(Etcds.settings(cable.url(), "/shop", 100, Duration.ZERO));
            Stored stays = put(connected, "/a/stays", 0);
            Stored goes = put(connected, "/a/goes", 0);
            Stored changes = put(connected, "/a/changes", 0);
            assertThat(state(cutOff)).hasSize(3);
            StepVerifier watcher = StepVerifier.create(cutOff.watch("/a/", changes.revision(), Flux.never()))
                    .expectError(StorageException.Compacted.class)
                    .verifyLater();

            cable.pull();
            connected.delete("/a/goes", goes.revision()).block(TIMEOUT);
            put(connected, "/a/changes", changes.revision());
            Stored last = put(connected, "/a/new", 0);
            compact(etcd, last.revision());
            cable.plugIn();

            watcher.verify(TIMEOUT);
            List<String> seen = Flux.defer(() -> cutOff.range(RangeQuery.all("/a/")))
                    .retryWhen(Retry.fixedDelay(600, Duration.ofMillis(50))
                            .filter(StorageException.Unavailable.class::isInstance))
                    .map(range -> range.items().stream().map(Stored::toString).toList())
                    .blockLast(TIMEOUT);
            assertThat(seen)
                    .isEqualTo(state(connected))
                    .contains(stays.toString(), last.toString())
                    .hasSize(3);
            Stored after = put(connected, "/a/after", 0);
            StepVerifier.create(
                            cutOff.watch("/a/", last.revision(), Flux.never()).map(Object::toString))
                    .expectNext("+" + after)
                    .thenCancel()
                    .verify(TIMEOUT);
            cutOff.close();
        } finally {
            connected.close();
            etcd.stop();
        }
    }

    @Test
    void forgetsWhatIsOldOnItsOwnAndGoesOn() {
        RealEtcd etcd = new RealEtcd(directory);
        EtcdStorage one = Etcds.open(Etcds.settings(URI.create(etcd.url()), "/shop", 100, OFTEN));
        EtcdStorage other = Etcds.open(Etcds.settings(URI.create(etcd.url()), "/shop", 100, OFTEN));
        try {
            Stored first = put(one, "/a/x", 0);
            put(one, "/a/x", first.revision());

            Mono.fromCallable(() -> range(etcd, first.revision()))
                    .filter(answer -> answer.contains("required revision has been compacted"))
                    .repeatWhenEmpty(attempts -> attempts.delayElements(OFTEN))
                    .block(TIMEOUT);

            assertThat(state(one)).isEqualTo(state(other)).hasSize(1);
            put(one, "/a/y", 0);
            assertThat(state(other)).hasSize(2);
        } finally {
            one.close();
            other.close();
            etcd.stop();
        }
    }

    /** What etcd says when it is asked for a key at a revision. */
    private static String range(RealEtcd etcd, long revision) throws Exception {
        return call(etcd, "range", "{\"key\":\"AA==\",\"revision\":\"" + revision + "\"}")
                .body();
    }

    private static Stored put(EtcdStorage store, String key, long expected) {
        return store.put(key, expected, JsonNodeFactory.instance.objectNode()).block(TIMEOUT);
    }

    private static List<String> state(EtcdStorage store) {
        return store.range(RangeQuery.all("/a/")).block(TIMEOUT).items().stream()
                .map(Stored::toString)
                .toList();
    }

    private static void compact(RealEtcd etcd, long revision) throws Exception {
        HttpResponse<String> answer = call(etcd, "compaction", "{\"revision\":\"" + revision + "\",\"physical\":true}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static HttpResponse<String> call(RealEtcd etcd, String method, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(etcd.url() + "/v3/kv/" + method))
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }
}
