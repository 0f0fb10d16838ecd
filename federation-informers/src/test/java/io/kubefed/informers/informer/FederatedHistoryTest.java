package io.kubefed.informers.informer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.LiveMembers;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.reflector.Alarms;
import io.kubefed.informers.reflector.ScriptedClient;
import io.kubefed.informers.reflector.SnapshotLimit;
import io.kubefed.informers.reflector.ToyServer;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import reactor.core.Disposable;

/** Members join, leave, are joined anew and fail; whoever follows the federated informer ends with what the members hold. */
class FederatedHistoryTest {

    private static final int STEPS = 200;
    private static final int NAMES = 5;
    private static final int MEMBERS = 5;

    private record Place(ToyServer server, ScriptedClient client) {}

    @Property(tries = 150)
    void endsWhereTheMembersAre(@ForAll long seed) {
        Random random = new Random(seed);
        Alarms timer = new Alarms();
        timer.pass(Duration.ofDays(1));
        LiveMembers members = new LiveMembers();
        Map<ClusterName, Place> places = new TreeMap<>();
        List<ScriptedClient> abandoned = new ArrayList<>();
        FederatedInformer informer = Informers.of(timer, random)
                .limited(SnapshotLimit.of(2, timer))
                .follow(InformerSpec.of(InformerLab.CONFIG_MAPS, Projection.metadata("fcp:test")), members);
        Disposable running = informer.run().subscribe();
        Map<ClusterName, Map<String, String>> followed = new TreeMap<>();
        informer.changes().subscribe(event -> apply(event, informer, followed));

        for (int step = 0; step < STEPS; step++) {
            ClusterName name = new ClusterName("m" + random.nextInt(MEMBERS));
            Place place = places.get(name);
            switch (random.nextInt(10)) {
                case 0 -> {
                    if (place == null || random.nextInt(4) == 0) {
                        if (place != null) {
                            abandoned.add(place.client);
                        }
                        places.put(name, join(name, step, random, members));
                    }
                }
                case 1 -> {
                    if (place != null && random.nextInt(3) == 0) {
                        abandoned.add(place.client);
                        places.remove(name);
                        members.remove(name);
                    }
                }
                default -> {
                    if (place != null) {
                        happen(place.server, random);
                    }
                }
            }
            timer.pass(Duration.ofMillis(random.nextInt(2_000)));
        }
        places.values().forEach(place -> place.server.failing(0));
        for (int i = 0; i < 300; i++) {
            timer.pass(Duration.ofSeconds(1));
            places.values().forEach(place -> place.server.bookmark());
        }

        Map<ClusterName, Map<String, String>> truth = new TreeMap<>();
        places.forEach((name, place) -> truth.put(name, place.server.truth()));
        assertThat(stored(informer, places.keySet())).isEqualTo(truth);
        assertThat(followed).isEqualTo(truth);
        assertThat(abandoned).allSatisfy(client -> assertThat(client.open()).isZero());
        running.dispose();
        assertThat(timer.count()).isZero();
    }

    private static Place join(ClusterName name, int step, Random random, LiveMembers members) {
        ToyServer server = new ToyServer(random);
        server.failing(0.3);
        for (int i = 0; i < NAMES; i++) {
            server.put("o" + i);
        }
        ScriptedClient client = new ScriptedClient("member " + name).answering(server);
        members.put(new Member(name, "uid-" + step, Map.of(), Health.READY, client));
        return new Place(server, client);
    }

    private static void happen(ToyServer server, Random random) {
        String name = "o" + random.nextInt(NAMES);
        switch (random.nextInt(7)) {
            case 0, 1 -> server.put(name);
            case 2 -> server.delete(name);
            case 3 -> server.flush();
            case 4 -> server.cutWatches();
            case 5 -> server.endWatches();
            default -> server.compact();
        }
    }

    /** What a subscriber does who keeps a table of its own. */
    private static void apply(
            FederatedEvent event, FederatedInformer informer, Map<ClusterName, Map<String, String>> followed) {
        if (event instanceof FederatedEvent.Changed changed) {
            Map<String, String> objects = followed.computeIfAbsent(event.member(), ignored -> new TreeMap<>());
            Entry entry = informer.find(changed.member(), changed.key());
            if (entry == null) {
                objects.remove(changed.key().name());
            } else {
                objects.put(changed.key().name(), entry.resourceVersion());
            }
        } else if (event instanceof FederatedEvent.Synced) {
            followed.computeIfAbsent(event.member(), ignored -> new TreeMap<>());
        } else if (event instanceof FederatedEvent.Disengaged) {
            followed.remove(event.member());
        }
    }

    private static Map<ClusterName, Map<String, String>> stored(
            FederatedInformer informer, Iterable<ClusterName> names) {
        Map<ClusterName, Map<String, String>> stored = new HashMap<>();
        for (ClusterName name : names) {
            Map<String, String> objects = new TreeMap<>();
            for (int i = 0; i < NAMES; i++) {
                ObjectKey key = InformerLab.key("o" + i);
                Entry entry = informer.find(name, key);
                if (entry != null) {
                    objects.put(key.name(), entry.resourceVersion());
                }
            }
            stored.put(name, objects);
        }
        return stored;
    }
}
