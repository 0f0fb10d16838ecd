package io.kubefed.sync;

import io.kubefed.core.error.FederationException;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.plan.Template;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.Split;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds out how many replicas of a workload a member can run, where some have been missing for a minute: those that its scheduler
 * finds a place for. What is known goes into the record, and the replicas are divided anew.
 *
 * <p>Costs one request every half minute per workload and member that lacks replicas, and none where nothing is missing.
 */
final class Capacities {

    // A little more than the patience with pods, so that the first look can be the last.
    private static final Duration LOOK_AFTER = UnschedulablePods.PATIENCE.plusSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final int LOOKS_AT_ONCE = 8;

    private final Surroundings surroundings;
    private final Memory memory;
    private final WorkQueue<TemplateKey> queue;
    private final Consumer<TemplateKey> changed;

    /** @param changed has the replicas of a template divided anew */
    Capacities(Surroundings surroundings, Memory memory, WorkQueue<TemplateKey> queue, Consumer<TemplateKey> changed) {
        this.surroundings = surroundings;
        this.memory = memory;
        this.queue = queue;
        this.changed = changed;
    }

    Mono<Void> run() {
        return queue.drain(this::look);
    }

    /** Has a template looked at, if it lacks replicas in some member or did so before. Never blocks. */
    void consider(TemplateKey key, Split split) {
        if (split.isShort() || split.isLimited()) {
            queue.addAfter(key, LOOK_AFTER, Priority.LOW);
        }
    }

    private Mono<Outcome> look(TemplateKey key) {
        @Nullable Template template = memory.template(key);
        @Nullable Split split = split(key);
        if (template == null || template.deleting() || split == null) {
            return Mono.just(Outcome.SETTLED);
        }
        // Where there is no copy of ours, such as under a foreign object of the name, no pod is ours either.
        List<Member> lacking = memory.members().all().stream()
                .filter(member -> member.ready() && split.at(member.name()).isShort())
                .filter(member -> memory.copy(key, member) != null)
                .toList();
        return Flux.fromIterable(lacking)
                .flatMap(member -> capacity(template, member, split.at(member.name())), LOOKS_AT_ONCE)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(found -> take(key, found));
    }

    private Mono<Map.Entry<ClusterName, Integer>> capacity(Template template, Member member, Split.Count count) {
        return UnschedulablePods.count(member.client(), template.object(), surroundings.now())
                .map(pods -> Map.entry(member.name(), capacity(template, member, count, pods)))
                // A member that does not answer keeps the capacity that is known.
                .onErrorResume(FederationException.class, error -> Mono.empty());
    }

    /** Pods beyond those that are wanted, as in a rolling update, take no capacity away when they find no place. */
    private int capacity(Template template, Member member, Split.Count count, int unschedulable) {
        @Nullable Entry copy = memory.copy(template.key(), member);
        int pods = Math.max(count.wanted(), copy == null ? 0 : Replicas.running(copy));
        int capacity = Math.max(0, pods - unschedulable);
        return unschedulable > 0 && capacity < count.wanted() ? capacity : Split.Count.UNLIMITED;
    }

    private Outcome take(TemplateKey key, Map<ClusterName, Integer> found) {
        @Nullable Split before = split(key);
        memory.ledger().updateIfPresent(key, record -> {
            @Nullable Split split = record.split();
            return split == null ? record : record.with(split.withCapacity(found));
        });
        @Nullable Split after = split(key);
        if (after == null) {
            return Outcome.SETTLED;
        }
        if (before == null || !Objects.equals(before.capacities(), after.capacities())) {
            changed.accept(key);
        }
        return after.isShort() || after.isLimited() ? new Outcome.RequeueAfter(LOOK_AGAIN) : Outcome.SETTLED;
    }

    private @Nullable Split split(TemplateKey key) {
        @Nullable Propagation record = memory.ledger().find(key);
        return record == null ? null : record.split();
    }
}
