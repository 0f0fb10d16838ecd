package io.kubefed.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Requests;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class FairHandlerTest {

    private static final Request ALICE = Requests.of("GET", "/api", User.of("alice"));
    private static final Request BOB = Requests.of("GET", "/api", User.of("bob"));

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Deque<Sinks.One<Answer>> open = new ArrayDeque<>();
    private final List<String> begun = new ArrayList<>();
    private final FairHandler handler = new FairHandler(this::begin, 2, 1, time);
    private final List<Integer> answered = new ArrayList<>();

    private Mono<Answer> begin(Request request) {
        begun.add(request.user().name());
        Sinks.One<Answer> answer = Sinks.one();
        open.add(answer);
        return answer.asMono();
    }

    private Disposable send(Request request) {
        return handler.handle(request).subscribe(answer -> answered.add(answer.status()));
    }

    private void finishOne() {
        open.remove().tryEmitValue(Answer.text(200, "ok"));
    }

    @Test
    void letsUsersTakeTurnsHoweverManyRequestsOneOfThemSends() {
        for (int i = 0; i < 6; i++) {
            send(ALICE);
        }
        send(BOB);
        assertThat(begun).containsExactly("alice", "alice");
        assertThat(handler.waiting()).isEqualTo(5);

        finishOne();
        finishOne();
        finishOne();

        assertThat(begun).containsExactly("alice", "alice", "alice", "bob", "alice");
        assertThat(handler.readsInFlight()).isEqualTo(2);
    }

    @Test
    void countsReadsAndWritesApart() {
        send(ALICE);
        send(ALICE);

        send(Requests.of("POST", "/api", User.of("alice")));

        assertThat(begun).hasSize(3);
        assertThat(handler.writesInFlight()).isEqualTo(1);
    }

    @Test
    void neverKeepsThoseWaitingWhoMayDoEverything() {
        send(ALICE);
        send(ALICE);

        send(Requests.of("GET", "/api", User.of("root", User.MASTERS)));

        assertThat(begun).containsExactly("alice", "alice", "root");
    }

    @Test
    void refusesWhatHasWaitedTooLong() {
        send(ALICE);
        send(ALICE);
        send(BOB);

        time.advanceTimeBy(Duration.ofSeconds(15));

        assertThat(answered).containsExactly(429);
        assertThat(handler.waiting()).isZero();
        finishOne();
        assertThat(begun).doesNotContain("bob");
    }

    @Test
    void refusesAtOnceWhenTheQueueOfAUserIsFull() {
        FairHandler small = new FairHandler(this::begin, 1, 1, time);
        for (int i = 0; i < 12; i++) {
            small.handle(ALICE).subscribe(answer -> answered.add(answer.status()));
        }

        assertThat(answered).containsExactly(429);
        Answer refusal = small.handle(ALICE).block();
        assertThat(refusal.headers()).contains(Map.entry("Retry-After", "1"));
    }

    @Test
    void givesThePlaceOfOneWhoLeavesToTheNext() {
        Disposable first = send(ALICE);
        send(ALICE);
        Disposable waiting = send(ALICE);
        send(BOB);

        waiting.dispose();
        first.dispose();

        assertThat(begun).containsExactly("alice", "alice", "bob");
        finishOne();
        finishOne();
        finishOne();
        assertThat(handler.readsInFlight()).isZero();
        assertThat(handler.waiting()).isZero();
    }

    @Test
    void servesALongQueueOfShortRequestsWithoutADeepStack() {
        Sinks.One<Answer> first = Sinks.one();
        int[] calls = new int[1];
        FairHandler quick = new FairHandler(
                request -> calls[0]++ == 0 ? first.asMono() : Mono.just(Answer.text(200, "ok")), 1_000, 1, time);
        Request write = Requests.of("POST", "/api", User.of("alice"));
        for (int i = 0; i < 11; i++) {
            quick.handle(write).subscribe(answer -> answered.add(answer.status()));
        }

        first.tryEmitValue(Answer.text(200, "ok"));

        assertThat(answered).hasSize(11).containsOnly(200);
        assertThat(quick.writesInFlight()).isZero();
    }
}
