package io.kubefed.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.request.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has a say in writes: first what they become, then whether they are. */
public interface Admission {

    /** Has nothing to say. */
    Admission NONE = new Admission() {};

    /** Whether {@link #mutate} may change this object; cheap, so that those which are not changed cost nothing. */
    default boolean mutates(Operation operation) {
        return false;
    }

    /**
     * Changes an object before it is checked.
     *
     * @param object with its defaults; not to be changed
     * @return emits the same object or another; errors with {@link Refusal}
     */
    default Mono<ObjectNode> mutate(Operation operation, ObjectNode object) {
        return Mono.just(object);
    }

    /**
     * Judges what is about to be stored or removed.
     *
     * @param object as it will be; null on delete; not to be changed
     * @return completes if it may be; errors with {@link Refusal} if not
     */
    default Mono<Void> validate(Operation operation, @Nullable ObjectNode object) {
        return Mono.empty();
    }

    /** One after the other; all must agree. */
    static Admission inOrder(List<Admission> admissions) {
        List<Admission> all = List.copyOf(admissions);
        return new Admission() {
            @Override
            public boolean mutates(Operation operation) {
                return all.stream().anyMatch(one -> one.mutates(operation));
            }

            @Override
            public Mono<ObjectNode> mutate(Operation operation, ObjectNode object) {
                Mono<ObjectNode> changed = Mono.just(object);
                for (Admission one : all) {
                    changed = changed.flatMap(
                            now -> one.mutates(operation) ? one.mutate(operation, now) : Mono.just(now));
                }
                return changed;
            }

            @Override
            public Mono<Void> validate(Operation operation, @Nullable ObjectNode object) {
                return Flux.fromIterable(all)
                        .concatMap(one -> one.validate(operation, object), 1)
                        .then();
            }
        };
    }
}
