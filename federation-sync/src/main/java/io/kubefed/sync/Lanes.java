package io.kubefed.sync;

import io.kubefed.core.loop.ConcurrencyLimit;
import io.kubefed.core.loop.FailureListener;
import io.kubefed.core.loop.Limit;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.membership.Member;
import io.kubefed.core.membership.Members.MemberChange;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.apply.Judge;
import io.kubefed.sync.apply.MemberLane;
import io.kubefed.sync.deletion.DeletionDoor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One lane per engaged member. */
final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private static final int MOST_MEMBERS = Integer.MAX_VALUE;

    private final Surroundings surroundings;
    private final Memory memory;
    private final DeletionDoor door = new DeletionDoor();
    private final Map<ClusterName, Lane> lanes = new ConcurrentHashMap<>();

    private record Lane(MemberLane lane, Sinks.Empty<Void> closed) {}

    Lanes(Surroundings surroundings, Memory memory) {
        this.surroundings = surroundings;
        this.memory = memory;
    }

    /**
     * Opens and closes lanes as members come and go.
     *
     * @param changed has all templates looked at again, as a member changed
     * @return completes never; cancelling closes all lanes
     */
    Mono<Void> run(Judge judge, Consumer<ClusterName> changed) {
        return memory.members()
                .changes()
                .flatMap(
                        change -> follow(change, judge).doOnSubscribe(s -> changed.accept(change.name())), MOST_MEMBERS)
                .then();
    }

    private Mono<Void> follow(MemberChange change, Judge judge) {
        if (change instanceof MemberChange.Updated updated) {
            @Nullable Lane lane = lanes.get(updated.name());
            if (lane != null) {
                lane.lane.ready(updated.member().ready());
            }
            return Mono.empty();
        }
        close(change.name());
        return change instanceof MemberChange.Engaged engaged ? run(open(engaged.member(), judge)) : Mono.empty();
    }

    private static Mono<Void> run(Lane lane) {
        return lane.lane.run().takeUntilOther(lane.closed.asMono());
    }

    private Lane open(Member member, Judge judge) {
        RateCap cap = surroundings.options().memberRate();
        if (cap.isNone()) {
            return open(member, judge, new ConcurrencyLimit());
        }
        RequestPace pace = new RequestPace(cap, surroundings.timer());
        return open(member.over(pace.over(member.client())), judge, pace.over(new ConcurrencyLimit()));
    }

    private Lane open(Member member, Judge judge, Limit limit) {
        WorkQueue<TemplateKey> queue = WorkQueue.<TemplateKey>builder(surroundings.timer(), surroundings.random())
                .share(key -> key.key().namespace())
                .limit(limit)
                .recorder(surroundings.queues().apply(member.name().value()))
                .onFailure(log(member.name()))
                .build();
        MemberLane opened = new MemberLane(
                member, surroundings.federation(), queue, judge, memory.ledger(), door, surroundings.timer());
        opened.ready(member.ready());
        Lane lane = new Lane(opened, Sinks.empty());
        lanes.put(member.name(), lane);
        return lane;
    }

    private static FailureListener<TemplateKey> log(ClusterName member) {
        return (key, error, failures, retryIn) -> LOG.atWarn()
                .addKeyValue("member", member)
                .addKeyValue("key", key)
                .addKeyValue("failures", failures)
                .addKeyValue("retryIn", retryIn)
                .addKeyValue("error", error.getMessage())
                .log("step failed");
    }

    private void close(ClusterName name) {
        @Nullable Lane lane = lanes.remove(name);
        if (lane != null) {
            lane.closed.tryEmitEmpty();
        }
    }

    /** Has a template looked at in every member. */
    void lookAt(TemplateKey key, Priority priority) {
        lanes.values().forEach(lane -> lane.lane.add(key, priority));
    }

    /** Has a template looked at in one member. */
    void lookAt(TemplateKey key, ClusterName member, Priority priority) {
        @Nullable Lane lane = lanes.get(member);
        if (lane != null) {
            lane.lane.add(key, priority);
        }
    }

    /** Has a template looked at in one member, after a while. */
    void lookAtAfter(TemplateKey key, ClusterName member, Duration delay) {
        @Nullable Lane lane = lanes.get(member);
        if (lane != null) {
            lane.lane.addAfter(key, delay);
        }
    }

    /** Whether a member has a lane in which nothing is under way or could be. */
    boolean isIdle(ClusterName member) {
        @Nullable Lane lane = lanes.get(member);
        return lane != null && lane.lane.isIdle();
    }

    boolean isIdle() {
        return lanes.values().stream().allMatch(lane -> lane.lane.isIdle());
    }
}
