package io.kubefed.apiserver.authz.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.authz.Rule;
import io.kubefed.apiserver.authz.rbac.Subjects.Subject;
import io.kubefed.apiserver.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All roles and bindings in memory, by whom they are bound to. Many readers and one writer.
 *
 * <p>What is asked with each request is who is bound where; so bindings are kept by place and subject, and a request looks at those of
 * its user and groups alone, however many there are.
 */
final class Roles {

    /** The collections, as keys begin. */
    static final String ROLES = "/roles.rbac.authorization.k8s.io/";

    static final String CLUSTER_ROLES = "/clusterroles.rbac.authorization.k8s.io/";
    static final String BINDINGS = "/rolebindings.rbac.authorization.k8s.io/";
    static final String CLUSTER_BINDINGS = "/clusterrolebindings.rbac.authorization.k8s.io/";

    private final Map<String, List<Rule>> rules = new ConcurrentHashMap<>();
    private final Map<String, Binding> bindings = new ConcurrentHashMap<>();
    private final Map<Place, Map<String, Binding>> bound = new ConcurrentHashMap<>();

    private record Place(String namespace, Subject subject) {}

    /**
     * A binding.
     *
     * @param namespace where it is; empty for all
     * @param name its name
     * @param roleKind {@code Role} or {@code ClusterRole}
     * @param roleName the role
     * @param subjects to whom
     */
    record Binding(String namespace, String name, String roleKind, String roleName, List<Subject> subjects) {

        static Binding of(JsonNode object) {
            return new Binding(
                    Json.text(object, "metadata", "namespace"),
                    Json.text(object, "metadata", "name"),
                    Json.text(object, "roleRef", "kind"),
                    Json.text(object, "roleRef", "name"),
                    List.copyOf(Subjects.of(object)));
        }

        private String roleKey() {
            return Roles.roleKey(namespace, roleKind, roleName);
        }

        /** Why something is allowed, in the words of a real server. */
        String reason(Subject subject) {
            String kind = namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding";
            String full = namespace.isEmpty() ? name : name + "/" + namespace;
            return "RBAC: allowed by " + kind + " " + Json.quoted(full) + " of " + roleKind + " "
                    + Json.quoted(roleName) + " to " + subject.words();
        }
    }

    private static String roleKey(String namespace, String kind, String name) {
        return kind.equals("Role") ? ROLES + namespace + "/" + name : CLUSTER_ROLES + name;
    }

    /** Takes over an object that was written, or forgets one that was removed: null. */
    void put(String key, @Nullable ObjectNode object) {
        if (key.startsWith(ROLES) || key.startsWith(CLUSTER_ROLES)) {
            putRole(key, object);
        } else {
            putBinding(key, object);
        }
    }

    private void putRole(String key, @Nullable ObjectNode object) {
        if (object == null) {
            rules.remove(key);
        } else {
            rules.put(key, rulesOf(object));
        }
    }

    /** The rules of a role. */
    static List<Rule> rulesOf(JsonNode role) {
        List<Rule> rules = new ArrayList<>();
        role.path("rules").forEach(rule -> rules.add(Rule.of(rule)));
        return List.copyOf(rules);
    }

    private void putBinding(String key, @Nullable ObjectNode object) {
        Binding now = object == null ? null : Binding.of(object);
        Binding before = now == null ? bindings.remove(key) : bindings.put(key, now);
        if (now != null) {
            for (Subject subject : now.subjects()) {
                bound.computeIfAbsent(new Place(now.namespace(), subject), place -> new ConcurrentSkipListMap<>())
                        .put(key, now);
            }
        }
        if (before != null) {
            before.subjects().stream()
                    .filter(subject -> now == null || !now.subjects().contains(subject))
                    .forEach(subject -> unbind(new Place(before.namespace(), subject), key));
        }
    }

    private void unbind(Place place, String key) {
        bound.computeIfPresent(place, (same, all) -> {
            all.remove(key);
            return all.isEmpty() ? null : all;
        });
    }

    /** Forgets what is no longer there: keys of a collection that are not among these. */
    void retain(String prefix, Collection<String> keys) {
        List<String> gone = new ArrayList<>();
        rules.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(gone::add);
        bindings.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(gone::add);
        gone.removeAll(keys);
        gone.forEach(key -> put(key, null));
    }

    /** The rules of a role; empty if it is not there. */
    Optional<List<Rule>> find(String namespace, String kind, String name) {
        return Optional.ofNullable(rules.get(roleKey(namespace, kind, name)));
    }

    /**
     * Shows bindings of these subjects, first those that hold everywhere, until somebody has seen enough.
     *
     * @param namespace where besides; empty for nowhere
     * @param enough given the subject and its binding; whether to stop
     */
    void visit(List<Subject> subjects, String namespace, BiPredicate<Subject, Binding> enough) {
        if (!visitPlace(subjects, "", enough) && !namespace.isEmpty()) {
            visitPlace(subjects, namespace, enough);
        }
    }

    private boolean visitPlace(List<Subject> subjects, String namespace, BiPredicate<Subject, Binding> enough) {
        for (Subject subject : subjects) {
            for (Binding binding :
                    bound.getOrDefault(new Place(namespace, subject), Map.of()).values()) {
                if (enough.test(subject, binding)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The rules of the role of a binding; empty if there is no such role. */
    List<Rule> rulesOf(Binding binding) {
        return rules.getOrDefault(binding.roleKey(), List.of());
    }
}
