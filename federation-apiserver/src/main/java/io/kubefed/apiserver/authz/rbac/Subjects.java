package io.kubefed.apiserver.authz.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.User;
import java.util.ArrayList;
import java.util.List;

/** To whom a role is bound. */
final class Subjects {

    private static final String ACCOUNT = "system:serviceaccount:";

    private Subjects() {}

    /**
     * A user, a group, or a service account.
     *
     * @param kind {@code User}, {@code Group} or {@code ServiceAccount}
     * @param namespace of a service account; empty for others
     * @param name its name
     */
    record Subject(String kind, String namespace, String name) {

        /** For example {@code Group "system:masters"}. */
        String words() {
            return kind + " " + Json.quoted(namespace.isEmpty() ? name : name + "/" + namespace);
        }
    }

    /** Those of a binding. */
    static List<Subject> of(JsonNode binding) {
        String own = Json.text(binding, "metadata", "namespace");
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode subject : binding.path("subjects")) {
            String kind = Json.text(subject, "kind");
            String namespace = Json.text(subject, "namespace");
            boolean account = kind.equals("ServiceAccount");
            subjects.add(new Subject(
                    kind, account ? (namespace.isEmpty() ? own : namespace) : "", Json.text(subject, "name")));
        }
        return subjects;
    }

    /** All as whom a user can be bound. */
    static List<Subject> of(User user) {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(new Subject("User", "", user.name()));
        if (user.name().startsWith(ACCOUNT)) {
            String[] parts = user.name().split(":", -1);
            if (parts.length == 4) {
                subjects.add(new Subject("ServiceAccount", parts[2], parts[3]));
            }
        }
        user.groups().forEach(group -> subjects.add(new Subject("Group", "", group)));
        return subjects;
    }
}
