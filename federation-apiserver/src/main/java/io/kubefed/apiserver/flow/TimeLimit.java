package io.kubefed.apiserver.flow;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Ends what takes too long: requests with a refusal, watches in order.
 *
 * @param requests for a request that is no watch, its body included; the client may ask for less with {@code timeout}
 * @param watches the least for a watch that names no time; it gets up to twice as much, so that those that began together do not end
 *     together
 * @param random where in between
 * @param timer the clock
 */
public record TimeLimit(Duration requests, Duration watches, RandomGenerator random, Scheduler timer) implements Gate {

    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})s?");

    /** Checks the parts. */
    public TimeLimit {
        requireNonNull(requests, "requests");
        requireNonNull(watches, "watches");
        requireNonNull(random, "random");
        requireNonNull(timer, "timer");
    }

    @Override
    public Mono<Answer> pass(Request head, Function<Request, Mono<Answer>> inside) {
        if (head.longRunning()) {
            return inside.apply(head).map(answer -> head.has("timeoutSeconds") ? answer : limited(answer));
        }
        return inside.apply(head)
                .timeout(
                        limit(head),
                        Mono.error(() -> Refusal.timeout("request did not complete within requested timeout")),
                        timer);
    }

    private Duration limit(Request head) {
        Matcher asked = SECONDS.matcher(head.parameter("timeout"));
        if (!asked.matches()) {
            return requests;
        }
        Duration wanted = Duration.ofSeconds(Long.parseLong(asked.group(1)));
        return wanted.isZero() || wanted.compareTo(requests) > 0 ? requests : wanted;
    }

    private Answer limited(Answer answer) {
        if (!(answer instanceof Answer.Stream stream)) {
            return answer;
        }
        long millis = watches.toMillis();
        Flux<ByteBuffer> body = Flux.defer(() -> stream.body()
                .takeUntilOther(Mono.delay(Duration.ofMillis(millis + random.nextLong(millis + 1)), timer)));
        return new Answer.Stream(stream.status(), stream.headers(), body);
    }
}
