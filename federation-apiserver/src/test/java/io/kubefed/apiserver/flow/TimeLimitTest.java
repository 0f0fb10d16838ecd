package io.kubefed.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Requests;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class TimeLimitTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TimeLimit limit =
            new TimeLimit(Duration.ofSeconds(60), Duration.ofSeconds(100), new SplittableRandom(1), time);

    private AtomicReference<Throwable> stuck(String uri) {
        AtomicReference<Throwable> error = new AtomicReference<>();
        limit.pass(Requests.of("GET", uri, User.ANONYMOUS), head -> Mono.never())
                .subscribe(answer -> {}, error::set);
        return error;
    }

    private AtomicBoolean watch(String uri) {
        AtomicBoolean ended = new AtomicBoolean();
        limit.pass(
                        Requests.of("GET", uri, User.ANONYMOUS),
                        head -> Mono.just(new Answer.Stream(200, List.of(), Flux.never())))
                .flatMapMany(answer -> ((Answer.Stream) answer).body())
                .subscribe(piece -> {}, error -> {}, () -> ended.set(true));
        return ended;
    }

    @Test
    void refusesWhatTakesTooLong() {
        AtomicReference<Throwable> error = stuck("/api");

        time.advanceTimeBy(Duration.ofSeconds(59));
        assertThat(error).hasValue(null);
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(((Refusal) error.get()).code()).isEqualTo(504);
    }

    @Test
    void letsAClientAskForLessButNotForMore() {
        AtomicReference<Throwable> less = stuck("/api?timeout=5s");
        AtomicReference<Throwable> more = stuck("/api?timeout=500s");

        time.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(less.get()).isNotNull();
        time.advanceTimeBy(Duration.ofSeconds(55));

        assertThat(more.get()).isNotNull();
    }

    @Test
    void endsWatchesInOrderBetweenOnceAndTwiceTheirTime() {
        AtomicBoolean ended = watch("/api/v1/pods?watch=true");

        time.advanceTimeBy(Duration.ofSeconds(99));
        assertThat(ended).isFalse();
        time.advanceTimeBy(Duration.ofSeconds(101));

        assertThat(ended).isTrue();
    }

    @Test
    void leavesWatchesAloneThatNameATimeOfTheirOwn() {
        AtomicBoolean ended = watch("/api/v1/pods?watch=true&timeoutSeconds=900");

        time.advanceTimeBy(Duration.ofSeconds(500));

        assertThat(ended).isFalse();
    }
}
