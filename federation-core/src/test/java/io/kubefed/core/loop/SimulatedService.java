package io.kubefed.core.loop;

import io.kubefed.core.loop.Sample.Answer;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;

/** A service with so many servers and one line before them, kept busy by a client that always uses its whole limit. */
final class SimulatedService {

    private record Request(long sentAt, int inFlight, boolean refused) {}

    private record End(long at, Request request) {}

    /** What happened in a stretch of time. */
    record Report(double meanLimit, double utilisation, long answered, long refused) {}

    private final ConcurrencyLimit limit;
    private final long serviceNanos;
    private final Random random;
    private final PriorityQueue<End> ends = new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));
    private final Queue<Request> line = new ArrayDeque<>();
    private int capacity;
    private int refuseAbove = Integer.MAX_VALUE;
    private long retryAfter;
    private int busy;
    private int inFlight;
    private long now;

    SimulatedService(ConcurrencyLimit limit, int capacity, long serviceNanos, Random random) {
        this.limit = limit;
        this.capacity = capacity;
        this.serviceNanos = serviceNanos;
        this.random = random;
    }

    void capacity(int servers) {
        capacity = servers;
    }

    void refuseAbove(int most, long retryAfterNanos) {
        refuseAbove = most;
        retryAfter = retryAfterNanos;
    }

    Report runFor(long nanos) {
        long start = now;
        long until = now + nanos;
        long answered = 0;
        long refused = 0;
        double limitTime = 0;
        while (true) {
            send();
            long next = ends.isEmpty() ? Long.MAX_VALUE : ends.peek().at();
            next = Math.min(Math.min(next, limit.growsAt(now)), until);
            limitTime += (double) limit.permits() * (next - now);
            now = next;
            if (now >= until) {
                double possible = (double) capacity * (now - start) / serviceNanos;
                return new Report(limitTime / (now - start), answered / possible, answered, refused);
            }
            while (!ends.isEmpty() && ends.peek().at() <= now) {
                Request request = ends.poll().request();
                inFlight--;
                if (request.refused()) {
                    refused++;
                } else {
                    answered++;
                    busy--;
                    serve();
                }
                limit.finished(sample(request));
            }
        }
    }

    private Sample sample(Request request) {
        return new Sample(
                now,
                now - request.sentAt(),
                request.inFlight(),
                request.refused() ? Answer.REFUSED : Answer.ANSWERED,
                request.refused() ? retryAfter : 0);
    }

    private void send() {
        while (inFlight < limit.permits(now)) {
            inFlight++;
            Request request = new Request(now, inFlight, inFlight > refuseAbove);
            if (request.refused()) {
                ends.add(new End(now + 1_000_000, request));
            } else {
                line.add(request);
                serve();
            }
        }
    }

    private void serve() {
        while (busy < capacity && !line.isEmpty()) {
            busy++;
            long noise = (long) (serviceNanos * 0.2 * (random.nextDouble() - 0.5));
            ends.add(new End(now + serviceNanos + noise, line.remove()));
        }
    }
}
