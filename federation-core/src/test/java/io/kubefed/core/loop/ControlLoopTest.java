package io.kubefed.core.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class ControlLoopTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final WorkQueue<String> queue =
            WorkQueue.<String>builder(time, new Random(1)).build();
    private final List<String> starts = new ArrayList<>();

    @Test
    void reconcilesTheKeysOfEverySource() {
        TestPublisher<String> changes = TestPublisher.create();
        Disposable run = loop().on(Flux.just("x", "y"), Priority.LOW)
                .on(changes, Priority.HIGH)
                .run()
                .subscribe();

        changes.next("a", "b");

        assertThat(starts).containsExactly("x", "y", "a", "b");
        run.dispose();
        changes.assertCancelled();
    }

    @Test
    void goesOnWhenItsSourcesComplete() {
        StepVerifier.create(loop().on(Flux.just("a"), Priority.LOW).run())
                .then(() -> queue.add("b", Priority.LOW))
                .then(() -> assertThat(starts).containsExactly("a", "b"))
                .thenCancel()
                .verify(ofSeconds(5));
    }

    @Test
    void endsWithTheErrorOfASource() {
        StepVerifier.create(loop().on(Flux.error(new IllegalStateException("broken source")), Priority.LOW)
                        .run())
                .expectErrorMessage("broken source")
                .verify(ofSeconds(5));
    }

    @Test
    void completesWhenItsQueueCloses() {
        TestPublisher<String> changes = TestPublisher.create();
        StepVerifier.create(loop().on(changes, Priority.LOW).run())
                .then(() -> queue.drainAndClose(ofSeconds(1)).subscribe())
                .expectComplete()
                .verify(ofSeconds(5));
        changes.assertCancelled();
    }

    private ControlLoop<String> loop() {
        return ControlLoop.of(queue, key -> {
            starts.add(key);
            return Mono.just(Outcome.SETTLED);
        });
    }
}
