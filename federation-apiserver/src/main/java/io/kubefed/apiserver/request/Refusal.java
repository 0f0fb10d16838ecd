package io.kubefed.apiserver.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.util.List;

/** A request that is not granted, with the {@code Status} that says why, member for member as kube-apiserver writes it. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    @SuppressWarnings("serial") // Never sent over the wire in Java's own form.
    private final ObjectNode status;

    private Refusal(int code, String reason, String message, ObjectNode details) {
        // An answer like any other: a stack trace tells nothing.
        super(message, null, false, false);
        this.code = code;
        status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        status.set("details", details);
        status.put("code", code);
    }

    private static Refusal of(int code, String reason, String message) {
        Refusal refusal = new Refusal(code, reason, message, Json.object());
        refusal.status.remove("details");
        return refusal;
    }

    /** The HTTP status. */
    public int code() {
        return code;
    }

    /** The {@code Status}; not to be changed. */
    public ObjectNode status() {
        return status;
    }

    /** The answer that carries it. */
    public Answer.Whole answer() {
        Answer.Whole answer = Answer.json(code, status);
        int seconds = status.path("details").path("retryAfterSeconds").asInt(0);
        return seconds > 0 ? answer.with("Retry-After", Integer.toString(seconds)) : answer;
    }

    private static ObjectNode detailsByResource(Subject subject) {
        ObjectNode details = Json.object();
        if (!subject.name().isEmpty()) {
            details.put("name", subject.name());
        }
        if (!subject.type().group().isEmpty()) {
            details.put("group", subject.type().group());
        }
        return details.put("kind", subject.type().plural());
    }

    private static ObjectNode detailsByKind(Subject subject) {
        return detailsByResource(subject).put("kind", subject.type().kind());
    }

    private static void putCauses(ObjectNode details, List<Cause> causes) {
        ArrayNode array = details.putArray("causes");
        for (Cause cause : causes) {
            array.addObject()
                    .put("reason", cause.reason())
                    .put("message", cause.message())
                    .put("field", cause.field());
        }
    }

    /** The object is not there. */
    public static Refusal notFound(Subject subject) {
        return new Refusal(404, "NotFound", subject.byResource() + " not found", detailsByResource(subject));
    }

    /** The type, version or sub-resource is not there. */
    public static Refusal noSuchResource() {
        return new Refusal(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    /** The method makes no sense here. */
    public static Refusal methodNotAllowed() {
        return new Refusal(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Json.object());
    }

    /** There is an object of this name. */
    public static Refusal alreadyExists(Subject subject, boolean deleting) {
        String words = subject.byResource() + " already exists";
        return new Refusal(
                409,
                "AlreadyExists",
                deleting ? "object is being deleted: " + words : words,
                detailsByResource(subject));
    }

    /** Somebody changed the object in between. */
    public static Refusal modified(Subject subject) {
        return conflict(
                subject, "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** The object is not what the request takes it for. */
    public static Refusal conflict(Subject subject, String why) {
        return new Refusal(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + subject.byResource() + ": " + why,
                detailsByResource(subject));
    }

    /** A precondition of a deletion does not hold. */
    public static Refusal preconditionFailed(Subject subject, String why) {
        return new Refusal(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + subject.byKind() + ": " + why,
                detailsByKind(subject));
    }

    /** Other managers own what an apply wants to set. */
    public static Refusal applyConflict(String message, List<Cause> causes) {
        ObjectNode details = Json.object();
        putCauses(details, causes);
        return new Refusal(409, "Conflict", message, details);
    }

    /** The object is not valid, for these reasons. */
    public static Refusal invalid(Subject subject, List<Cause> causes) {
        return invalid(subject.byKind(), detailsByKind(subject), causes);
    }

    /** The options of a request are not valid; {@code kind} is for example {@code CreateOptions}. */
    public static Refusal invalidOptions(String kind, Cause... causes) {
        ObjectNode details = Json.object().put("group", "meta.k8s.io").put("kind", kind);
        return invalid(kind + ".meta.k8s.io \"\"", details, List.of(causes));
    }

    /** What is asked for by a kind that is never stored is not valid. */
    public static Refusal invalidOptions(String group, String kind, Cause cause) {
        ObjectNode details = Json.object().put("group", group).put("kind", kind);
        return invalid(kind + "." + group + " \"\"", details, List.of(cause));
    }

    /** A question of a group that is never stored is not valid. */
    public static Refusal invalidReview(String group, List<Cause> causes) {
        return invalid("." + group + " \"\"", Json.object().put("group", group), causes);
    }

    /** What a patch came to is not valid. */
    public static Refusal invalidPatch(Cause... causes) {
        return invalid(" \"\"", Json.object(), List.of(causes));
    }

    private static Refusal invalid(String subject, ObjectNode details, List<Cause> causes) {
        List<String> all = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .distinct()
                .toList();
        String words = String.join(", ", all);
        putCauses(details, causes);
        return new Refusal(
                422, "Invalid", subject + " is invalid: " + (all.size() == 1 ? words : "[" + words + "]"), details);
    }

    /** A patch that cannot be done on this object. */
    public static Refusal unprocessable() {
        return new Refusal(
                422, "Invalid", "the server rejected our request due to an error in our request", Json.object());
    }

    /** The request cannot be understood. */
    public static Refusal badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    /** The request is understood and not allowed. */
    public static Refusal forbidden(Subject subject, String why) {
        return new Refusal(
                403, "Forbidden", subject.byResource() + " is forbidden: " + why, detailsByResource(subject));
    }

    /** Nobody knows who asks, or what was said about it is wrong. */
    public static Refusal unauthorized() {
        return of(401, "Unauthorized", "Unauthorized");
    }

    /** The user may not do this to objects of a type; the name may be empty, the type need not be served. */
    public static Refusal denied(String group, String resource, String name, String why) {
        ObjectNode details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", resource);
        String subject =
                (group.isEmpty() ? resource : resource + "." + group) + (name.isEmpty() ? "" : " \"" + name + "\"");
        return new Refusal(403, "Forbidden", subject + " is forbidden: " + why, details);
    }

    /** The user may not do this, which concerns no type. */
    public static Refusal denied(String why) {
        return new Refusal(403, "Forbidden", "forbidden: " + why, Json.object());
    }

    /** There is too much to do. */
    public static Refusal tooManyRequests(String message) {
        ObjectNode details = Json.object().put("retryAfterSeconds", 1);
        return new Refusal(429, "TooManyRequests", message, details);
    }

    /** The server cannot do this now. */
    public static Refusal unavailable(String message) {
        return of(503, "ServiceUnavailable", message);
    }

    /** The time for a request is over. */
    public static Refusal timeout(String message) {
        return new Refusal(504, "Timeout", "Timeout: " + message, Json.object());
    }

    /** Nothing new goes into a namespace that is being deleted. */
    public static Refusal namespaceTerminating(Subject subject, String namespace) {
        ObjectNode details = detailsByResource(subject);
        putCauses(
                details,
                List.of(new Cause(
                        "NamespaceTerminating",
                        "metadata.namespace",
                        "namespace " + namespace + " is being terminated")));
        return new Refusal(
                403,
                "Forbidden",
                subject.byResource() + " is forbidden: unable to create new content in namespace " + namespace
                        + " because it is being terminated",
                details);
    }

    /** The history does not reach back so far. */
    public static Refusal expired(String message) {
        return of(410, "Expired", message);
    }

    /** The same refusal with a token to go on from. */
    public Refusal withContinue(String token) {
        ((ObjectNode) status.path("metadata")).put("continue", token);
        return this;
    }

    /** The version has not been reached in the time that a request may wait. */
    public static Refusal futureVersion(long asked, long current) {
        ObjectNode details = Json.object();
        putCauses(details, List.of(new Cause("ResourceVersionTooLarge", "", "Too large resource version")));
        ((ObjectNode) details.path("causes").path(0)).remove("field");
        details.put("retryAfterSeconds", 1);
        return new Refusal(
                504, "Timeout", "Timeout: Too large resource version: " + asked + ", current: " + current, details);
    }

    /** The body is in a format that is not read here. */
    public static Refusal unsupportedMediaType(String message) {
        return of(415, "UnsupportedMediaType", message);
    }

    /** A patch is in a format that is none. */
    public static Refusal unsupportedPatch() {
        return new Refusal(415, "UnsupportedMediaType", "415: Unsupported Media Type", Json.object());
    }

    /** No format that the client accepts is written here. */
    public static Refusal notAcceptable(String message) {
        return of(406, "NotAcceptable", message);
    }

    /** The body is too long. */
    public static Refusal tooLarge(int limit) {
        return tooLarge("Request entity too large: limit is " + limit);
    }

    /** The request asks for more than is done for one. */
    public static Refusal tooLarge(String message) {
        return of(413, "RequestEntityTooLarge", message);
    }

    /** What kube-apiserver answers with 500 and no reason, though the client is to blame. */
    public static Refusal withoutReason(String message) {
        return of(500, "", message);
    }

    /** Something broke here. */
    public static Refusal internal(String message) {
        ObjectNode details = Json.object();
        putCauses(details, List.of(new Cause("", "", message)));
        return new Refusal(500, "InternalError", "Internal error occurred: " + message, details);
    }
}
