package io.kubefed.apiserver.authz.rbac;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.admission.Admission;
import io.kubefed.apiserver.admission.Operation;
import io.kubefed.apiserver.authz.Attributes;
import io.kubefed.apiserver.authz.Authorizer;
import io.kubefed.apiserver.authz.Rule;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Subject;
import io.kubefed.apiserver.request.User;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps users from handing on what they may not do themselves, by writing roles or by binding them.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping">
 *     Privilege escalation prevention</a>
 */
public final class Escalation implements Admission {

    private static final String GROUP = "rbac.authorization.k8s.io";

    private final Rbac rbac;
    private final Authorizer authorizer;

    /**
     * Judges by the rules in {@code rbac}.
     *
     * @param authorizer says who may {@code escalate} and {@code bind} all the same
     */
    public Escalation(Rbac rbac, Authorizer authorizer) {
        this.rbac = rbac;
        this.authorizer = authorizer;
    }

    @Override
    public Mono<Void> validate(Operation operation, @Nullable ObjectNode object) {
        boolean concerned = operation.target().resource().type().group().equals(GROUP)
                && !operation.user().master();
        return object != null && concerned ? Mono.fromRunnable(() -> check(operation, object)) : Mono.empty();
    }

    private void check(Operation operation, ObjectNode object) {
        switch (operation.target().resource().type().plural()) {
            case "roles", "clusterroles" -> checkRole(operation, object);
            case "rolebindings", "clusterrolebindings" -> checkBinding(operation, object);
            default -> {}
        }
    }

    private void checkRole(Operation operation, ObjectNode object) {
        ObjectNode old = operation.old();
        boolean same = old != null
                && Json.same(old.path("rules"), object.path("rules"))
                && Json.same(old.path("aggregationRule"), object.path("aggregationRule"));
        if (same
                || may(
                        operation,
                        "escalate",
                        operation.target().resource().type().plural(),
                        name(object))) {
            return;
        }
        if (object.hasNonNull("aggregationRule") && !holdsEverything(operation.user())) {
            throw Refusal.forbidden(
                    subject(operation, object), "must have cluster-admin privileges to use the aggregationRule");
        }
        demand(operation, object, Roles.rulesOf(object));
    }

    private boolean holdsEverything(User user) {
        return Coverage.missing(rbac.rules(user, "").rules(), List.of(Rule.EVERY_OBJECT, Rule.EVERY_PATH))
                .isEmpty();
    }

    private void checkBinding(Operation operation, ObjectNode object) {
        ObjectNode old = operation.old();
        boolean same = old != null
                && Json.same(old.path("roleRef"), object.path("roleRef"))
                && Json.same(old.path("subjects"), object.path("subjects"));
        String kind = Json.text(object, "roleRef", "kind");
        String role = Json.text(object, "roleRef", "name");
        String resource = kind.equals("Role") ? "roles" : "clusterroles";
        if (same || may(operation, "bind", resource, role)) {
            return;
        }
        String namespace = operation.target().namespace();
        List<Rule> rules = rbac.role(namespace, kind, role)
                .orElseThrow(() -> Refusal.notFound(
                        new Subject(operation.target().resource().type(), role)));
        demand(operation, object, rules);
    }

    private boolean may(Operation operation, String verb, String resource, String name) {
        return authorizer
                .decide(Attributes.object(operation.user(), verb, GROUP, resource, name)
                        .in(operation.target().namespace()))
                .allows();
    }

    private void demand(Operation operation, ObjectNode object, List<Rule> wanted) {
        User user = operation.user();
        List<Rule> held = rbac.rules(user, operation.target().namespace()).rules();
        List<Rule> missing = Coverage.missing(held, wanted);
        if (!missing.isEmpty()) {
            String groups = user.groups().stream().map(Json::quoted).collect(joining(" "));
            throw Refusal.forbidden(
                    subject(operation, object),
                    "user " + Json.quoted(user.name()) + " (groups=[" + groups
                            + "]) is attempting to grant RBAC permissions not currently held:\n"
                            + Coverage.words(missing));
        }
    }

    private static Subject subject(Operation operation, ObjectNode object) {
        return new Subject(operation.target().resource().type(), name(object));
    }

    private static String name(ObjectNode object) {
        return Json.text(object, "metadata", "name");
    }
}
