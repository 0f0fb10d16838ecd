package io.kubefed.e2e.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.JsonEquality;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what we make of an object with what the real server made of it. The real one may have more, because it fills in defaults,
 * but not less; and what it kept of the state before, we have kept.
 */
final class Values {

    private static final Set<String> OF_SERVERS =
            Set.of("managedFields", "resourceVersion", "generation", "creationTimestamp", "uid");

    private Values() {}

    /** @param defaults whether the real server may have kept a value because it is the default */
    static void compare(@Nullable ObjectNode before, ObjectNode ours, ObjectNode real, boolean defaults) {
        included("", ours, real);
        if (before != null && !defaults) {
            kept("", before, ours, real);
        }
    }

    private static void included(String path, JsonNode ours, JsonNode real) {
        if (ours.isObject() && real.isObject()) {
            ours.properties().forEach(member -> {
                if (!isOfServers(path, member.getKey())) {
                    included(path + "." + member.getKey(), member.getValue(), real.path(member.getKey()));
                }
            });
        } else if (ours.isArray() && real.isArray()) {
            assertThat(ours.size())
                    .as(path + " of ours " + ours + " against " + real)
                    .isEqualTo(real.size());
            for (int i = 0; i < ours.size(); i++) {
                included(path + "[" + i + "]", ours.get(i), real.get(i));
            }
        } else if (!isZero(ours)) {
            assertThat(JsonEquality.same(ours, real))
                    .as(path + " is " + ours + " but really " + real)
                    .isTrue();
        }
    }

    private static void kept(String path, JsonNode before, JsonNode ours, JsonNode real) {
        if (before.isObject() && real.isObject()) {
            before.properties().forEach(member -> {
                if (!isOfServers(path, member.getKey()) && real.has(member.getKey())) {
                    kept(
                            path + "." + member.getKey(),
                            member.getValue(),
                            ours.path(member.getKey()),
                            real.get(member.getKey()));
                }
            });
        } else if (before.isArray() && real.isArray()) {
            for (int i = 0; i < before.size() && before.size() == real.size(); i++) {
                kept(path + "[" + i + "]", before.get(i), ours.path(i), real.get(i));
            }
        } else if (JsonEquality.same(before, real)) {
            assertThat(JsonEquality.same(ours, real))
                    .as(path + " was kept as " + real + " but not in " + ours)
                    .isTrue();
        }
    }

    /** A structure shows a number that nobody gave as 0, and the real server may have made it something else then. */
    private static boolean isZero(JsonNode value) {
        return value.isNumber() && value.asInt() == 0
                || value.isTextual() && value.asText().isEmpty();
    }

    private static boolean isOfServers(String path, String name) {
        return path.equals(".metadata") && OF_SERVERS.contains(name);
    }
}
