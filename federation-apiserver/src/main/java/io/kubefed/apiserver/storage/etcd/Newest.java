package io.kubefed.apiserver.storage.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The newest revision of etcd, asked for once for all who ask at about the same time. Who asks while a question is on its way shares
 * the next one: the answer on its way may be older than what the asker has seen.
 */
final class Newest {

    private final Mono<Long> question;
    private List<MonoSink<Long>> waiting = new ArrayList<>();
    private boolean asking;

    /** {@code question} asks once per subscription. */
    Newest(Mono<Long> question) {
        this.question = question;
    }

    /** A revision that etcd had reached after this was subscribed to. */
    Mono<Long> revision() {
        return Mono.create(this::add);
    }

    private void add(MonoSink<Long> sink) {
        synchronized (this) {
            waiting.add(sink);
            if (asking) {
                return;
            }
            asking = true;
        }
        ask();
    }

    private void ask() {
        List<MonoSink<Long>> asked;
        synchronized (this) {
            if (waiting.isEmpty()) {
                asking = false;
                return;
            }
            asked = waiting;
            waiting = new ArrayList<>();
        }
        question.subscribe(
                revision -> answer(asked, sink -> sink.success(revision)),
                error -> answer(asked, sink -> sink.error(error)));
    }

    private void answer(List<MonoSink<Long>> asked, Consumer<MonoSink<Long>> answer) {
        // The next question first: those who are answered may take their time.
        ask();
        asked.forEach(answer);
    }
}
