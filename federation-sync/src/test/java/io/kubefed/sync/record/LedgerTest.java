package io.kubefed.sync.record;

import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.KEY;
import static io.kubefed.sync.Fixtures.NOW;
import static io.kubefed.sync.Fixtures.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.ToyCluster;
import io.kubefed.sync.record.MemberRecord.State;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LedgerTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ToyCluster api = new ToyCluster("federation API");
    private final WorkQueue<TemplateKey> writes =
            WorkQueue.<TemplateKey>builder(time, new Random(1)).build();
    private final Ledger ledger = new Ledger(api, "fcp:0b1c2d3e", writes);
    private final Disposable run = ledger.run().subscribe();
    private final ObjectKey recordKey = RecordCodec.recordKey(KEY);

    @AfterEach
    void stop() {
        run.dispose();
    }

    private static UnaryOperator<Propagation> applied(io.kubefed.core.model.ClusterName member) {
        return record -> record.with(
                member,
                old -> MemberRecord.unseen(member, "uid", NOW).applied("copy", "hash", 1, LeftOut.NOTHING, NOW));
    }

    private static UnaryOperator<Propagation> failed(String message) {
        return record ->
                record.with(EAST, old -> MemberRecord.unseen(EAST, "uid", NOW).in(State.FAILED, "", message, NOW));
    }

    private void update(UnaryOperator<Propagation> change) {
        ledger.update(KEY, "template-1", change);
    }

    private void advance(int millis) {
        time.advanceTimeBy(Duration.ofMillis(millis));
    }

    private @Nullable KubeObject stored() {
        return api.object(RecordCodec.PROPAGATION, recordKey);
    }

    private KubeObject present() {
        return Objects.requireNonNull(stored()).copy();
    }

    @Test
    void writesManyChangesInOneRequest() {
        update(applied(EAST));
        advance(50);
        update(applied(WEST));
        assertThat(api.requests).isEmpty();

        advance(1_000);

        assertThat(api.methods()).containsExactly(Method.PATCH);
        assertThat(RecordCodec.decode(present())).isEqualTo(ledger.find(KEY));
        assertThat(present().json().path("members")).hasSize(2);
    }

    @Test
    void writesNothingForAChangeThatMakesNoDifferenceOrWasUndone() {
        update(applied(EAST));
        advance(1_000);
        api.requests.clear();

        update(applied(EAST));
        update(applied(WEST));
        update(record -> record.with(WEST, old -> null));
        advance(1_000);

        assertThat(api.requests).isEmpty();
    }

    @Test
    void changesOnlyRecordsThatAreThere() {
        ledger.updateIfPresent(KEY, applied(EAST));
        advance(1_000);

        assertThat(ledger.find(KEY)).isNull();
        assertThat(api.requests).isEmpty();
    }

    @Test
    void beginsAnewForATemplateMadeAnew() {
        update(applied(EAST));

        Propagation next = ledger.update(KEY, "template-2", applied(WEST));

        assertThat(next.templateUid()).isEqualTo("template-2");
        assertThat(next.members()).containsOnlyKeys(WEST);
    }

    @Test
    void storesAtOnceIfAsked() {
        update(applied(EAST));

        StepVerifier.create(ledger.store(KEY)).expectComplete().verify(LIMIT);

        assertThat(stored()).isNotNull();
        advance(1_000);
        assertThat(api.requests).hasSize(1);
    }

    @Test
    void doesNotWriteARecordTwiceAtTheSameTime() {
        Sinks.Empty<Void> answer = Sinks.empty();
        Ledger slow = new Ledger(new Slow(api, answer.asMono()), "fcp:0b1c2d3e", writes);
        Propagation[] seen = new Propagation[1];
        seen[0] = slow.update(KEY, "template-1", applied(EAST));

        Disposable first = slow.store(KEY).subscribe();
        Disposable second = slow.store(KEY).subscribe();
        assertThat(api.requests).isEmpty();
        answer.tryEmitEmpty();

        assertThat(api.requests).hasSize(1);
        assertThat(first.isDisposed() && second.isDisposed()).isTrue();
        assertThat(RecordCodec.decode(present())).isEqualTo(seen[0]);
    }

    @Test
    void writesWhatChangedWhileItWasWriting() {
        Sinks.Empty<Void> answer = Sinks.empty();
        Ledger slow = new Ledger(new Slow(api, answer.asMono()), "fcp:0b1c2d3e", writes);
        slow.update(KEY, "template-1", applied(EAST));
        Disposable first = slow.store(KEY).subscribe();
        Propagation last = slow.update(KEY, "template-1", applied(WEST));
        Disposable second = slow.store(KEY).subscribe();
        answer.tryEmitEmpty();

        assertThat(first.isDisposed() && second.isDisposed()).isTrue();
        assertThat(RecordCodec.decode(present())).isEqualTo(last);
    }

    @Test
    void saysThatItCouldNotStore() {
        update(applied(EAST));
        api.failOnce(ToyCluster.refusal(503, "ServiceUnavailable", "later"));

        StepVerifier.create(ledger.store(KEY))
                .expectError(TransientException.class)
                .verify(LIMIT);
    }

    @Test
    void triesAgainUntilItIsWritten() {
        api.failOnce(ToyCluster.refusal(503, "ServiceUnavailable", "later"));
        api.failOnce(ToyCluster.refusal(0, "", "connection refused"));
        update(applied(EAST));

        time.advanceTimeBy(Duration.ofMinutes(5));

        assertThat(api.requests).hasSize(3);
        assertThat(stored()).isNotNull();
    }

    @Test
    void believesTheFirstRecordItSees() {
        KubeObject before = RecordCodec.encode(KEY, applied(EAST).apply(Propagation.of("template-1")));
        before.json().withObjectProperty("metadata").put("resourceVersion", "5");

        ledger.observe(KEY, before);
        advance(1_000);

        assertThat(ledger.find(KEY)).isEqualTo(RecordCodec.decode(before));
        assertThat(ledger.templates()).containsExactly(KEY);
        assertThat(api.requests).isEmpty();
    }

    @Test
    void takesEchoesOfItsOwnWritesForNothingElse() {
        update(failed("a"));
        advance(200);
        KubeObject first = present();
        update(failed("b"));
        advance(200);
        KubeObject second = present();
        api.requests.clear();

        ledger.observe(KEY, first);
        ledger.observe(KEY, second);
        ledger.observe(KEY, first);
        advance(1_000);

        assertThat(api.requests).isEmpty();
        assertThat(ledger.find(KEY)).isEqualTo(RecordCodec.decode(second));
    }

    @Test
    void putsRightWhatSomeoneElseWrote() {
        update(applied(EAST));
        advance(200);
        KubeObject edited = present();
        edited.json().put("wanted", 99);
        edited.json().withObjectProperty("metadata").put("resourceVersion", "999");
        api.requests.clear();

        ledger.observe(KEY, edited);
        advance(1_000);

        assertThat(api.methods()).containsExactly(Method.PATCH);
        assertThat(present().json().path("wanted").asInt()).isZero();
    }

    @Test
    void writesARecordAgainThatSomeoneDeleted() {
        update(applied(EAST));
        advance(200);
        api.remove(RecordCodec.PROPAGATION, recordKey);

        ledger.observe(KEY, null);
        advance(1_000);

        assertThat(RecordCodec.decode(present())).isEqualTo(ledger.find(KEY));
    }

    @Test
    void removesARecordFromMemoryAndStore() {
        update(applied(EAST));
        advance(200);

        StepVerifier.create(ledger.remove(KEY)).expectComplete().verify(LIMIT);
        ledger.observe(KEY, null);
        advance(1_000);

        assertThat(stored()).isNull();
        assertThat(ledger.find(KEY)).isNull();
        assertThat(ledger.templates()).isEmpty();
        StepVerifier.create(ledger.remove(KEY)).expectComplete().verify(LIMIT);
    }

    @Test
    void doesNotTakeALateEchoOfARemovedRecordForANewOne() {
        update(applied(EAST));
        advance(200);
        KubeObject echo = present();
        StepVerifier.create(ledger.remove(KEY)).expectComplete().verify(LIMIT);

        ledger.observe(KEY, echo);
        ledger.observe(KEY, null);
        advance(1_000);

        assertThat(ledger.find(KEY)).isNull();
        assertThat(stored()).isNull();
    }

    @Test
    void startsARecordForANewTemplateOfTheNameAfterARemoval() {
        update(applied(EAST));
        advance(200);
        StepVerifier.create(ledger.remove(KEY)).expectComplete().verify(LIMIT);

        ledger.update(KEY, "template-2", applied(WEST));
        ledger.observe(KEY, null);
        advance(1_000);

        assertThat(RecordCodec.decode(present())).isEqualTo(ledger.find(KEY));
    }

    @Test
    void keepsARecordThatCouldNotBeRemoved() {
        update(applied(EAST));
        advance(200);
        api.failOnce(ToyCluster.refusal(500, "InternalError", "boom"));

        StepVerifier.create(ledger.remove(KEY))
                .expectError(TransientException.class)
                .verify(LIMIT);

        assertThat(ledger.find(KEY)).isNotNull();
        StepVerifier.create(ledger.remove(KEY)).expectComplete().verify(LIMIT);
        assertThat(stored()).isNull();
    }

    @Test
    void doesNotInsistInANamespaceThatIsBeingDeleted() {
        ApiStatus terminating = new ApiStatus(
                403,
                "Forbidden",
                "being terminated",
                List.of(new ApiStatus.Cause("NamespaceTerminating", "", "")),
                null);
        api.fail(request -> true, new PermanentException("being terminated", terminating, null));
        update(applied(EAST));
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(api.requests).hasSize(1);
    }

    /** Lets no request through before it is told to. */
    private record Slow(ClusterClient cluster, Mono<Void> go) implements ClusterClient {

        @Override
        public String name() {
            return cluster.name();
        }

        @Override
        public Mono<ApiResponse> send(ApiRequest request) {
            return go.then(cluster.send(request));
        }

        @Override
        public Flux<ByteBuffer> stream(ApiRequest request) {
            return cluster.stream(request);
        }
    }
}
