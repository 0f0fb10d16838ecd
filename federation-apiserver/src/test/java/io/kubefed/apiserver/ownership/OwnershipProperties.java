package io.kubefed.apiserver.ownership;

import static io.kubefed.apiserver.ownership.Objects.NOON;
import static io.kubefed.apiserver.ownership.Objects.WIDGET;
import static io.kubefed.apiserver.ownership.Objects.manager;
import static io.kubefed.apiserver.ownership.Objects.widget;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any sequence of writes by several managers, against a model that keeps a set of owners for each key. */
class OwnershipProperties {

    enum Kind {
        APPLY,
        FORCE,
        PUT
    }

    record Write(Kind kind, String name, Map<String, String> data) {
        String owner() {
            return name + (kind == Kind.PUT ? " Update" : " Apply");
        }

        ObjectNode body() {
            ObjectNode body = widget(kind == Kind.PUT ? "spec: {size: 1}" : "");
            if (!data.isEmpty()) {
                ObjectNode json = body.putObject("data");
                data.forEach(json::put);
            }
            return body;
        }
    }

    /** What should be there, and who should own it. */
    private static final class Model {
        final Map<String, String> data = new TreeMap<>();
        final Map<String, Set<String>> owners = new TreeMap<>();

        /** Who made the map; as on the real server, it stays theirs when an apply takes the last key away. */
        final Set<String> mapOwners = new TreeSet<>();

        boolean conflicts(Write write) {
            boolean remakesTheMap = data.isEmpty() && !write.data().isEmpty() && !mapOwners.isEmpty();
            return write.kind() == Kind.APPLY && (remakesTheMap || changesFieldsOfOthers(write));
        }

        private boolean changesFieldsOfOthers(Write write) {
            return write.data().entrySet().stream()
                    .anyMatch(entry -> !entry.getValue().equals(data.get(entry.getKey()))
                            && !others(entry.getKey(), write.owner()).isEmpty());
        }

        private Set<String> others(String key, String owner) {
            Set<String> others = new HashSet<>(owners.getOrDefault(key, Set.of()));
            others.remove(owner);
            return others;
        }

        private void takeMap(Write write) {
            boolean appears = data.isEmpty() && !write.data().isEmpty();
            boolean goes = !data.isEmpty() && write.data().isEmpty() && write.kind() == Kind.PUT;
            if (appears || goes) {
                mapOwners.clear();
            }
            if (appears && write.kind() == Kind.PUT) {
                mapOwners.add(write.owner());
            }
        }

        void take(Write write) {
            takeMap(write);
            for (String key : Set.copyOf(data.keySet())) {
                boolean goes = !write.data().containsKey(key)
                        && (write.kind() == Kind.PUT
                                || owners.get(key).remove(write.owner())
                                        && owners.get(key).isEmpty());
                if (goes) {
                    data.remove(key);
                    owners.remove(key);
                }
            }
            write.data().forEach((key, value) -> {
                if (!value.equals(data.put(key, value))) {
                    owners.put(key, new TreeSet<>(Set.of(write.owner())));
                } else if (write.kind() != Kind.PUT) {
                    owners.get(key).add(write.owner());
                }
            });
        }
    }

    @Property(tries = 1000)
    void ownersAndValuesAreThoseOfTheModel(@ForAll("histories") List<Write> history) {
        Model model = new Model();
        ObjectNode live = start();
        Instant now = NOON;
        for (Write write : history) {
            now = now.plusSeconds(1);
            live = send(live, write, now, model.conflicts(write));
            if (!model.conflicts(write)) {
                model.take(write);
            }
            assertThat(data(live)).isEqualTo(model.data);
            assertThat(owners(live)).isEqualTo(model.owners);
        }
    }

    @Property(tries = 300)
    void applyingTwiceChangesNothing(
            @ForAll("histories") List<Write> history, @ForAll("maps") Map<String, String> data) {
        ObjectNode live = replay(history);
        Write last = new Write(Kind.FORCE, "m", data);

        ObjectNode once = send(live, last, NOON.plusSeconds(1000), false);
        ObjectNode twice = send(once, last, NOON.plusSeconds(2000), false);

        assertThat(twice).isEqualTo(once);
    }

    @Property(tries = 300)
    void whatAManagerOwnedAloneGoesWhenItStops(@ForAll("histories") List<Write> history) {
        ObjectNode live = replay(history);
        Set<String> alone = new TreeSet<>();
        owners(live).forEach((key, owners) -> {
            if (owners.equals(Set.of("m Apply"))) {
                alone.add(key);
            }
        });

        ObjectNode left = send(live, new Write(Kind.APPLY, "m", Map.of()), NOON.plusSeconds(1000), false);

        Map<String, String> expected = data(live);
        expected.keySet().removeAll(alone);
        assertThat(data(left)).isEqualTo(expected);
    }

    private static ObjectNode start() {
        return FieldManagement.update(null, widget("spec: {size: 1}"), WIDGET, manager("creator"), NOON);
    }

    private static ObjectNode replay(List<Write> history) {
        ObjectNode live = start();
        for (int i = 0; i < history.size(); i++) {
            Write write = history.get(i);
            Kind kind = write.kind() == Kind.APPLY ? Kind.FORCE : write.kind();
            live = send(live, new Write(kind, write.name(), write.data()), NOON.plusSeconds(i), false);
        }
        return live;
    }

    private static ObjectNode send(ObjectNode live, Write write, Instant now, boolean conflicts) {
        ObjectNode sent = live.deepCopy();
        try {
            ObjectNode next = write.kind() == Kind.PUT
                    ? FieldManagement.update(live, write.body(), WIDGET, manager(write.name()), now)
                    : FieldManagement.apply(
                            live, write.body(), WIDGET, manager(write.name()), write.kind() == Kind.FORCE, now);
            assertThat(conflicts).isFalse();
            return next;
        } catch (ConflictException e) {
            assertThat(conflicts).isTrue();
            return live;
        } finally {
            assertThat(live).isEqualTo(sent);
        }
    }

    private static Map<String, String> data(ObjectNode object) {
        Map<String, String> data = new TreeMap<>();
        object.path("data")
                .properties()
                .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
        return data;
    }

    private static Map<String, Set<String>> owners(ObjectNode object) {
        Map<String, Set<String>> owners = new TreeMap<>();
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            String owner =
                    entry.get("manager").asText() + " " + entry.get("operation").asText();
            entry.at("/fieldsV1/f:data").fieldNames().forEachRemaining(field -> {
                if (field.startsWith("f:")) {
                    owners.computeIfAbsent(field.substring(2), key -> new TreeSet<>())
                            .add(owner);
                }
            });
        }
        return owners;
    }

    @Provide
    Arbitrary<List<Write>> histories() {
        return Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.of("m", "n", "o"), maps())
                .as(Write::new)
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<Map<String, String>> maps() {
        return Arbitraries.maps(Arbitraries.of("a", "b", "c", "d"), Arbitraries.of("1", "2"))
                .ofMaxSize(4)
                .map(HashMap::new);
    }
}
