package io.kubefed.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Requests;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

class DrainTest {

    private static final Request REQUEST = Requests.of("GET", "/api", User.ANONYMOUS);

    private final Drain drain = new Drain();
    private final AtomicBoolean drained = new AtomicBoolean();

    @Test
    void endsAtOnceWhereNothingIsUnderWay() {
        drain.drain().subscribe(null, null, () -> drained.set(true));

        assertThat(drained).isTrue();
        assertThat(drain.draining()).isTrue();
    }

    @Test
    void waitsForRequestsToFinish() {
        Sinks.One<Answer> answer = Sinks.one();
        drain.pass(REQUEST, head -> answer.asMono()).subscribe();

        drain.drain().subscribe(null, null, () -> drained.set(true));
        assertThat(drained).isFalse();
        answer.tryEmitValue(Answer.text(200, "ok"));

        assertThat(drained).isTrue();
    }

    @Test
    void endsWatches() {
        Answer.Stream stream = new Answer.Stream(200, List.of(), Flux.never());
        AtomicBoolean ended = new AtomicBoolean();
        Answer.Stream passed = (Answer.Stream) drain.pass(REQUEST, head -> reactor.core.publisher.Mono.just(stream))
                .block();
        passed.body().subscribe(null, null, () -> ended.set(true));
        assertThat(drain.underWay()).isEqualTo(1);

        drain.drain().subscribe(null, null, () -> drained.set(true));

        assertThat(ended).isTrue();
        assertThat(drained).isTrue();
        assertThat(drain.underWay()).isZero();
    }
}
