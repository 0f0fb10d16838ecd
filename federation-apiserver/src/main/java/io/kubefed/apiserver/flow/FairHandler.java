package io.kubefed.apiserver.flow;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.RequestHandler;
import java.time.Duration;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Handles a number of requests at once, reads and writes apart, and lets users take turns for what comes on top. Who may do everything
 * never waits. A watch counts until it has begun.
 */
public final class FairHandler implements RequestHandler {

    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final int QUEUE_OF_A_USER = 200;
    private static final int QUEUES_PER_SEAT = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final RequestHandler inside;
    private final Seats reads;
    private final Seats writes;
    private final Scheduler timer;

    /**
     * Limits a handler.
     *
     * @param reads how many requests that change nothing are handled at once
     * @param writes how many others
     */
    public FairHandler(RequestHandler inside, int reads, int writes, Scheduler timer) {
        this.inside = inside;
        this.reads = new Seats(reads, QUEUE_OF_A_USER, reads * QUEUES_PER_SEAT);
        this.writes = new Seats(writes, QUEUE_OF_A_USER, writes * QUEUES_PER_SEAT);
        this.timer = timer;
    }

    @Override
    public Mono<Answer> handle(Request request) {
        if (request.user().master()) {
            return inside.handle(request);
        }
        Seats seats = READS.contains(request.method()) ? reads : writes;
        return Mono.defer(() -> {
            Seats.Guest guest = new Seats.Guest(request.user().name());
            return seats.enter(guest) ? seated(request, seats, guest) : Mono.just(refused());
        });
    }

    private Mono<Answer> seated(Request request, Seats seats, Seats.Guest guest) {
        return guest.turn()
                .timeout(PATIENCE, Mono.error(FairHandler::overloaded), timer)
                .then(Mono.defer(() -> inside.handle(request)))
                .onErrorResume(Refusal.class, refusal -> Mono.just(refusal.answer()))
                .doFinally(end -> seats.leave(guest));
    }

    private static Answer refused() {
        return overloaded().answer();
    }

    private static Refusal overloaded() {
        return Refusal.tooManyRequests("Too many requests, please try again later.");
    }

    /** How many reads are being handled. */
    public int readsInFlight() {
        return reads.taken();
    }

    /** How many writes are being handled. */
    public int writesInFlight() {
        return writes.taken();
    }

    /** How many requests wait for their turn. */
    public int waiting() {
        return reads.waiting() + writes.waiting();
    }
}
