package io.kubefed.apiserver.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.authn.Authenticator;
import io.kubefed.apiserver.authz.Authorizer;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import io.kubefed.apiserver.type.CanonicalForm;
import io.kubefed.apiserver.write.Births;
import io.kubefed.apiserver.write.Bodies;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Answers the types of {@code authentication.k8s.io} and {@code authorization.k8s.io}, which can only be created. */
public final class Reviews {

    private static final Set<String> GROUPS = Set.of("authentication.k8s.io", "authorization.k8s.io");

    private final AccessReviews access;
    private final TokenReviews tokens;
    private final Births births;

    /**
     * Answers by these.
     *
     * @param audiences whom tokens are for that are accepted here
     */
    public Reviews(Authenticator authenticator, Authorizer authorizer, List<String> audiences, Births births) {
        this.access = new AccessReviews(authorizer);
        this.tokens = new TokenReviews(authenticator, audiences);
        this.births = births;
    }

    /** Whether a target is such a question. */
    public boolean concerns(Target target) {
        return GROUPS.contains(target.resource().type().group());
    }

    /** The answer: the question with its {@code status}. */
    public Mono<Answer> answer(Request request, Target target) {
        return Mono.defer(() -> {
            if (!request.method().equals("POST") || !target.name().isEmpty()) {
                throw Refusal.methodNotAllowed();
            }
            boolean nowhere =
                    target.resource().type().namespaced() && target.namespace().isEmpty();
            if (nowhere) {
                throw Refusal.methodNotAllowed();
            }
            ObjectNode asked = Bodies.object(request, target);
            return status(request.user(), target, asked).map(status -> Answer.json(201, whole(target, asked, status)));
        });
    }

    private Mono<ObjectNode> status(User user, Target target, ObjectNode asked) {
        JsonNode spec = asked.path("spec");
        return switch (target.resource().type().plural()) {
            case "selfsubjectaccessreviews" -> Mono.fromSupplier(() -> access.self(user, spec));
            case "subjectaccessreviews" -> Mono.fromSupplier(() -> access.of(spec));
            case "localsubjectaccessreviews" -> Mono.fromSupplier(() -> access.local(spec, target.namespace()));
            case "selfsubjectrulesreviews" -> Mono.fromSupplier(() -> rules(user, asked));
            case "tokenreviews" -> tokens.of(spec);
            case "selfsubjectreviews" -> Mono.fromSupplier(() -> self(user, asked));
            default -> Mono.error(Refusal.noSuchResource());
        };
    }

    private ObjectNode rules(User user, ObjectNode asked) {
        ObjectNode status = access.rules(user, asked.path("spec"));
        // A real server does not repeat the namespace.
        asked.putObject("spec");
        return status;
    }

    private ObjectNode self(User user, ObjectNode asked) {
        asked.putObject("metadata").put("creationTimestamp", births.now().toString());
        ObjectNode status = Json.object();
        status.set("userInfo", userInfo(user));
        return status;
    }

    /** A user as reviews show it. */
    static ObjectNode userInfo(User user) {
        ObjectNode info = Json.object().put("username", user.name());
        if (!user.uid().isEmpty()) {
            info.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            texts(info.putArray("groups"), user.groups());
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = info.putObject("extra");
            user.sortedExtra().forEach((key, values) -> texts(extra.putArray(key), values));
        }
        return info;
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static ObjectNode whole(Target target, ObjectNode asked, ObjectNode status) {
        ObjectNode whole = Json.object()
                .put("kind", target.resource().type().kind())
                .put("apiVersion", target.resource().type().apiVersion());
        ObjectNode metadata = whole.putObject("metadata");
        if (asked.path("metadata") instanceof ObjectNode given) {
            metadata.setAll(given);
        }
        if (target.resource().type().namespaced()) {
            metadata.put("namespace", target.namespace());
        }
        if (asked.path("spec") instanceof ObjectNode spec) {
            whole.set("spec", CanonicalForm.of(spec, target.resource().schema().field("spec")));
        }
        whole.set("status", status);
        return whole;
    }
}
