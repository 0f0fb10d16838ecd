package io.kubefed.informers.informer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.LiveMembers;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.reflector.Alarms;
import io.kubefed.informers.reflector.Exchange;
import io.kubefed.informers.reflector.InformerState.Phase;
import io.kubefed.informers.reflector.ScriptedClient;
import io.kubefed.informers.reflector.SnapshotLimit;
import io.kubefed.informers.store.Projection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class FederatedInformerTest {

    private static final ClusterName EAST = new ClusterName("east");
    private static final ClusterName WEST = new ClusterName("west");
    private static final ObjectKey A = InformerLab.key("a");

    private final Alarms timer = new Alarms();
    private final LiveMembers members = new LiveMembers();
    private final Map<ClusterName, ScriptedClient> clients = new java.util.HashMap<>();
    private final List<String> changes = new ArrayList<>();
    private final List<ClusterName> disengaged = new ArrayList<>();
    private FederatedInformer informer;
    private Disposable running;

    @BeforeEach
    void run() {
        run(16);
    }

    private void run(int snapshotsAtATime) {
        stop();
        timer.pass(Duration.ofDays(1));
        informer = Informers.of(timer, new Random(7))
                .limited(SnapshotLimit.of(snapshotsAtATime, timer))
                .follow(InformerSpec.of(InformerLab.CONFIG_MAPS, Projection.metadata("fcp:test")), members);
        informer.onChange((member, key) -> changes.add(member + ":" + key.name()));
        informer.onDisengaged(disengaged::add);
        running = informer.run().subscribe();
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.dispose();
        }
    }

    private ScriptedClient join(ClusterName name) {
        ScriptedClient client = new ScriptedClient("member " + name);
        clients.put(name, client);
        members.put(new Member(name, "uid-" + name, Map.of(), Health.READY, client));
        return client;
    }

    private static Exchange last(ScriptedClient client) {
        return client.exchanges().get(client.exchanges().size() - 1);
    }

    @Test
    void readsAllMembersAsOne() {
        join(EAST).next().added("a", 3).initialEnd(10);
        join(WEST).next().added("a", 700).added("b", 701).initialEnd(900);

        assertThat(informer.across(A).keySet()).containsExactly(EAST, WEST);
        assertThat(informer.find(WEST, A).resourceVersion()).isEqualTo("700");
        assertThat(informer.find(EAST, InformerLab.key("b"))).isNull();
        assertThat(informer.synced(EAST)).isTrue();
        assertThat(changes).containsExactlyInAnyOrder("east:a", "west:a", "west:b");
    }

    @Test
    void forgetsAMemberThatLeftWithoutCallingAnythingDeleted() {
        ScriptedClient east = join(EAST);
        east.next().added("a", 3).initialEnd(10);
        List<FederatedEvent> events = new ArrayList<>();
        informer.changes().subscribe(events::add);
        changes.clear();

        members.remove(EAST);

        assertThat(informer.find(EAST, A)).isNull();
        assertThat(informer.state(EAST)).isEmpty();
        assertThat(informer.synced(EAST)).isFalse();
        assertThat(changes).isEmpty();
        assertThat(disengaged).containsExactly(EAST);
        assertThat(east.open()).isZero();
        assertThat(timer.count()).isZero();
        assertThat(events)
                .containsExactly(
                        new FederatedEvent.Changed(EAST, A),
                        new FederatedEvent.Synced(EAST, 1),
                        new FederatedEvent.Disengaged(EAST));
    }

    @Test
    void startsCleanWithAMemberThatIsEngagedAnew() {
        ScriptedClient before = join(EAST);
        before.next().added("a", 3).initialEnd(10);

        ScriptedClient now = join(EAST);

        assertThat(before.open()).isZero();
        assertThat(informer.find(EAST, A)).isNull();
        assertThat(informer.synced(EAST)).isFalse();
        assertThat(now.next().isWatchList()).isTrue();
        last(now).added("b", 4).initialEnd(5);
        assertThat(informer.find(EAST, InformerLab.key("b"))).isNotNull();
    }

    @Test
    void keepsWhatItKnowsOfAMemberThatIsAway() {
        ScriptedClient east = join(EAST);
        east.next().added("a", 3).initialEnd(10);

        members.put(new Member(EAST, "uid-east", Map.of(), Health.OFFLINE, east));
        last(east).cut();
        timer.pass(Duration.ofMinutes(5));

        assertThat(informer.find(EAST, A)).isNotNull();
        assertThat(informer.synced(EAST)).isTrue();
        assertThat(informer.state(EAST).orElseThrow().phase()).isNotEqualTo(Phase.NOT_SERVED);
        assertThat(disengaged).isEmpty();
    }

    @Test
    void letsNoMemberSpoilAnother() {
        join(EAST).next().send("<html>\n");
        join(WEST).next().added("a", 3).initialEnd(10);
        join(new ClusterName("north")).next().refuse(404, "NotFound");

        assertThat(informer.state(EAST).orElseThrow().cause()).isNotEmpty();
        assertThat(informer.synced(EAST)).isFalse();
        assertThat(informer.served(EAST)).isTrue();
        assertThat(informer.synced(WEST)).isTrue();
        assertThat(informer.served(new ClusterName("north"))).isFalse();
    }

    @Test
    void boundsTheSnapshotsAtATime() {
        run(2);
        for (int i = 0; i < 5; i++) {
            join(new ClusterName("m" + i));
        }

        assertThat(asked()).containsExactlyInAnyOrder("m0", "m1");

        clients.get(new ClusterName("m0")).next().initialEnd(10);
        assertThat(asked()).containsExactlyInAnyOrder("m0", "m1", "m2");

        clients.get(new ClusterName("m1")).next().cut();
        assertThat(asked()).containsExactlyInAnyOrder("m0", "m1", "m2", "m3");
        assertThat(clients.get(new ClusterName("m0")).open()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForEverForAPlaceThatASlowMemberHolds() {
        run(1);
        ScriptedClient slow = join(EAST);
        ScriptedClient quick = join(WEST);
        slow.next();
        for (int i = 0; i < 40; i++) {
            slow.exchanges().get(0).send(" ");
            timer.pass(Duration.ofSeconds(1));
        }

        assertThat(slow.open()).isEqualTo(1);
        quick.next().initialEnd(10);
        assertThat(informer.synced(WEST)).isTrue();
    }

    @Test
    void lendsADeadMemberItsPlaceForAMomentOnly() {
        run(1);
        ScriptedClient dead = join(EAST);
        ScriptedClient well = join(WEST);
        assertThat(well.hasNext()).isFalse();

        timer.pass(Duration.ofSeconds(2));

        assertThat(dead.open()).isEqualTo(1);
        well.next().initialEnd(10);
        assertThat(informer.synced(WEST)).isTrue();
    }

    @Test
    void keepsThePlaceOfAMemberThatIsBusySending() {
        run(1);
        ScriptedClient busy = join(EAST);
        ScriptedClient waiting = join(WEST);
        busy.next().added("a", 3);
        timer.pass(Duration.ofSeconds(29));

        assertThat(waiting.hasNext()).isFalse();
        busy.exchanges().get(0).initialEnd(10);
        assertThat(waiting.hasNext()).isTrue();
    }

    @Test
    void givesThePlaceOfAMemberThatLeftToTheNext() {
        run(1);
        join(EAST);
        ScriptedClient waiting = join(new ClusterName("north"));
        join(WEST);
        members.remove(new ClusterName("north"));
        members.remove(EAST);

        assertThat(waiting.exchanges()).isEmpty();
        assertThat(asked()).contains("west");
    }

    private List<String> asked() {
        return clients.entrySet().stream()
                .filter(client -> !client.getValue().exchanges().isEmpty())
                .map(client -> client.getKey().value())
                .toList();
    }

    @Test
    void takesInWhatAWriteReturned() {
        join(EAST).next().added("a", 3).initialEnd(10);
        join(WEST).next().initialEnd(10);

        informer.offer(EAST, InformerLab.entry("a", 12));
        informer.offer(new ClusterName("nobody"), InformerLab.entry("a", 12));

        assertThat(informer.find(EAST, A).resourceVersion()).isEqualTo("12");
        assertThat(informer.find(WEST, A)).isNull();
    }

    @Test
    void dropsWhatASlowSubscriberWasNotToldOfAMemberThatLeft() {
        join(EAST).next().added("a", 3).initialEnd(10);
        List<FederatedEvent> events = new ArrayList<>();
        reactor.core.publisher.BaseSubscriber<FederatedEvent> slow = new reactor.core.publisher.BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                // Asks later.
            }

            @Override
            protected void hookOnNext(FederatedEvent event) {
                events.add(event);
            }
        };
        informer.changes().subscribe(slow);
        members.remove(EAST);
        join(EAST).next().added("b", 4).initialEnd(5);

        slow.requestUnbounded();

        assertThat(events)
                .containsExactly(
                        new FederatedEvent.Disengaged(EAST),
                        new FederatedEvent.Changed(EAST, InformerLab.key("b")),
                        new FederatedEvent.Synced(EAST, 1));
    }

    @Test
    void closesEverythingWhenCancelled() {
        join(EAST).next().added("a", 3).initialEnd(10);
        join(WEST).next().added("a", 3);

        running.dispose();

        assertThat(clients.values())
                .allSatisfy(client -> assertThat(client.open()).isZero());
        assertThat(timer.count()).isZero();
    }
}
