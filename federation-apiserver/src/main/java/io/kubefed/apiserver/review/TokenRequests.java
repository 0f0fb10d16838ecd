package io.kubefed.apiserver.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.authn.TokenIssuer;
import io.kubefed.apiserver.authn.TokenIssuer.Bound;
import io.kubefed.apiserver.authn.TokenIssuer.Holder;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.Subject;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.write.Births;
import io.kubefed.apiserver.write.Bodies;
import io.kubefed.core.model.ResourceType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Make me a token for a service account: {@code serviceaccounts/token}. */
public final class TokenRequests {

    /** The sub-resource. */
    public static final String SUBRESOURCE = "token";

    private static final ResourceType TYPE =
            new ResourceType("authentication.k8s.io", "v1", "tokenrequests", "TokenRequest", true);
    private static final long USUAL_SECONDS = 3_600;
    private static final long LEAST_SECONDS = 600;
    private static final long MOST_SECONDS = 1L << 32;

    private final TokenIssuer issuer;
    private final Storage storage;
    private final Births births;

    /** Makes tokens with {@code issuer} for accounts in {@code storage}. */
    public TokenRequests(TokenIssuer issuer, Storage storage, Births births) {
        this.issuer = issuer;
        this.storage = storage;
        this.births = births;
    }

    /** The answer: the request with its {@code status}. */
    public Mono<Answer> answer(Request request, Target target) {
        return Mono.defer(() -> {
            if (!request.method().equals("POST")) {
                throw Refusal.methodNotAllowed();
            }
            ObjectNode asked = Bodies.object(request, TYPE, "io.k8s.api.authentication.v1.TokenRequest");
            return storage.find(target.key())
                    .switchIfEmpty(Mono.error(() -> Refusal.notFound(target.subject())))
                    .flatMap(account -> answer(target, account, asked.path("spec")));
        });
    }

    private Mono<Answer> answer(Target target, Stored account, JsonNode spec) {
        long seconds = seconds(spec);
        List<String> audiences = new ArrayList<>();
        spec.path("audiences").forEach(audience -> audiences.add(audience.asText()));
        List<String> meantFor = audiences.isEmpty() ? issuer.audiences() : audiences;
        String uid = Json.text(account.content(), "metadata", "uid");
        return bound(target, spec.path("boundObjectRef")).map(boundTo -> {
            Holder holder = new Holder(target.namespace(), target.name(), uid, boundTo.orElse(null));
            String token = issuer.issue(holder, meantFor, births.uid(), seconds);
            return Answer.json(201, whole(account, spec, meantFor, seconds, token));
        });
    }

    private static long seconds(JsonNode spec) {
        long seconds = spec.path("expirationSeconds").asLong(USUAL_SECONDS);
        String wrong = seconds < LEAST_SECONDS
                ? "may not specify a duration less than 10 minutes"
                : seconds > MOST_SECONDS ? "may not specify a duration larger than 2^32 seconds" : "";
        if (!wrong.isEmpty()) {
            throw Refusal.invalidOptions(
                    "authentication.k8s.io",
                    "TokenRequest",
                    Cause.invalid("spec.expirationSeconds", Long.toString(seconds), wrong));
        }
        return seconds;
    }

    private Mono<Optional<Bound>> bound(Target target, JsonNode reference) {
        String kind = Json.text(reference, "kind");
        String name = Json.text(reference, "name");
        if (kind.isEmpty() && name.isEmpty()) {
            return Mono.just(Optional.empty());
        }
        if (!kind.equals("Secret") && !kind.equals("Pod")) {
            return Mono.error(Refusal.badRequest("cannot bind token for serviceaccount " + Json.quoted(target.name())
                    + " to object reference of kind " + Json.quoted(kind) + "; it can be a Secret or a Pod"));
        }
        String lower = kind.toLowerCase(Locale.ROOT);
        ResourceType type = new ResourceType("", "v1", lower + "s", kind, true);
        String uid = Json.text(reference, "uid");
        return storage.find("/" + lower + "s/" + target.namespace() + "/" + name)
                .switchIfEmpty(Mono.error(() -> Refusal.notFound(new Subject(type, name))))
                .map(found -> {
                    String there = Json.text(found.content(), "metadata", "uid");
                    if (!uid.isEmpty() && !uid.equals(there)) {
                        throw Refusal.conflict(
                                new Subject(type, name),
                                "the UID in the bound object reference (" + uid + ") does not match the UID in record ("
                                        + there + "). The object might have been deleted and then recreated");
                    }
                    return Optional.of(new Bound(lower, name, there));
                });
    }

    private ObjectNode whole(Stored account, JsonNode spec, List<String> audiences, long seconds, String token) {
        ObjectNode whole = Json.object().put("kind", TYPE.kind()).put("apiVersion", TYPE.apiVersion());
        JsonNode of = account.content().path("metadata");
        whole.putObject("metadata")
                .put("name", Json.text(of, "name"))
                .put("namespace", Json.text(of, "namespace"))
                .put("uid", Json.text(of, "uid"))
                .put("creationTimestamp", births.now().toString());
        ObjectNode asked = whole.putObject("spec");
        ArrayNode array = asked.putArray("audiences");
        audiences.forEach(array::add);
        asked.put("expirationSeconds", seconds);
        JsonNode reference = spec.path("boundObjectRef");
        asked.set("boundObjectRef", reference.isObject() ? reference : NullNode.getInstance());
        whole.putObject("status")
                .put("token", token)
                .put(
                        "expirationTimestamp",
                        Instant.ofEpochSecond(issuer.now() + seconds).toString());
        return whole;
    }
}
