package io.kubefed.simulation.network;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.FederationException;
import io.kubefed.simulation.world.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What arrives at one cluster from the controllers, held against what may.
 *
 * <p>A write that changes nothing is excused where the controllers could not know: after an answer to a write of the same object
 * that they did not hear, and, once per object, after something took what they knew: a restart, or a cluster that lied to them.
 */
public final class Audit {

    /** How long after a lie what follows from it may still come. */
    private static final long AFTERMATH_MILLIS = 200_000;

    private final Journal journal;
    private final Scheduler timer;
    private final Function<String, @Nullable String> objection;
    private final List<String> calls = new ArrayList<>();
    private final Set<String> foreign = new HashSet<>();
    private final Set<String> unheard = new HashSet<>();
    private final Set<String> knownSinceDoubt = new HashSet<>();
    private boolean doubted;
    private long doubtUntil;

    /** @param objection says why an object, by its path, may not be deleted now; null if it may */
    public Audit(Journal journal, Scheduler timer, Function<String, @Nullable String> objection) {
        this.journal = journal;
        this.timer = timer;
        this.objection = objection;
    }

    /**
     * What was sent since this was asked last, without watches, probes and the lease; and without the try that a template makes once
     * a minute where a foreign object has its name.
     */
    public List<String> takeCalls() {
        List<String> taken = calls.stream()
                .filter(call -> foreign.stream()
                        .noneMatch(path -> call.startsWith("GET " + path + " ")
                                || (call.startsWith("PATCH " + path + "?") && call.contains("force=false"))))
                .toList();
        calls.clear();
        return taken;
    }

    /** The controllers forgot what they knew. */
    public void doubt() {
        doubted = true;
        knownSinceDoubt.clear();
    }

    /** The controllers are told things that are not so, or not any more. */
    public void doubtForAWhile() {
        doubt();
        doubtUntil = timer.now(TimeUnit.MILLISECONDS) + AFTERMATH_MILLIS;
    }

    void watched(ApiRequest request) {
        if (!request.query().containsKey("watch")) {
            calls.add(request.toString());
        }
    }

    /** Sends a request on to the server, on which it arrives now. */
    Mono<ApiResponse> pass(ApiRequest request, ClusterClient server) {
        if (isUneventful(request)) {
            return server.send(request);
        }
        calls.add(request + " " + text(request));
        if (request.method() == Method.GET) {
            return server.send(request);
        }
        String path = object(request);
        if (request.method() == Method.DELETE) {
            @Nullable String why = objection.apply(path);
            if (why != null) {
                journal.complain("controllers", server.name() + ": " + request + ": " + why);
            }
        }
        String before = request.method() == Method.POST ? "" : version(path, server);
        return server.send(request)
                .doOnNext(answer -> done(request, path, server, before, answer))
                .doOnError(FederationException.class, error -> refused(request, path, server.name(), error));
    }

    private void done(ApiRequest request, String path, ClusterClient server, String before, ApiResponse answer) {
        String cluster = server.name();
        String after = version(answer);
        journal.note(cluster, request.method() + " " + path + ": " + answer.status() + ", version " + after);
        foreign.remove(path);
        // An object that goes because its last finalizer did is shown for the last time as it was.
        if (!before.isEmpty() && before.equals(after) && before.equals(version(path, server))) {
            boolean excused = unheard.contains(path) || (doubted && !knownSinceDoubt.contains(path));
            if (excused) {
                journal.note(cluster, "that changed nothing, but they could not know");
            } else {
                journal.complain("controllers", cluster + ": " + request + " changes nothing: " + text(request));
            }
        }
    }

    private void refused(ApiRequest request, String path, String cluster, FederationException error) {
        journal.note(
                cluster,
                request.method() + " " + path + ": " + error.code() + " "
                        + error.status().message());
        if (error.code() == 409 && "false".equals(request.query().get("force"))) {
            foreign.add(path);
        }
    }

    void heard(ApiRequest request) {
        if (request.method() != Method.GET) {
            unheard.remove(object(request));
            if (timer.now(TimeUnit.MILLISECONDS) >= doubtUntil) {
                knownSinceDoubt.add(object(request));
            }
        }
    }

    void unheard(ApiRequest request) {
        if (request.method() != Method.GET) {
            unheard.add(object(request));
        }
    }

    private static String text(ApiRequest request) {
        byte[] body = request.body();
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    private static boolean isUneventful(ApiRequest request) {
        return request.path().equals("/healthz") || request.path().contains("/leases");
    }

    private static String object(ApiRequest request) {
        return request.path().replaceFirst("/(status|scale)$", "");
    }

    private static String version(String path, ClusterClient server) {
        AtomicReference<String> version = new AtomicReference<>("");
        server.send(ApiRequest.get(path)).subscribe(answer -> version.set(version(answer)), error -> {});
        return version.get();
    }

    private static String version(ApiResponse answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        String field = "\"resourceVersion\":\"";
        int at = text.indexOf(field);
        return at < 0 ? "" : text.substring(at + field.length(), text.indexOf('"', at + field.length()));
    }
}
