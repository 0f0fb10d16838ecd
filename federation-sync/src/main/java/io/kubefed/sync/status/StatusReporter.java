package io.kubefed.sync.status;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.plan.Template;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Writes the status of templates: at most one patch per template and half second, and only if it differs from what the
 * template shows.
 */
public final class StatusReporter {

    private static final Duration COALESCE = Duration.ofMillis(500);

    /** What the status of a template should be. */
    public interface Source {

        /** The template as stored, or null if it is gone. */
        @Nullable Template template(TemplateKey key);

        /** The whole status of its copies together; empty if it cannot be told. */
        Optional<ObjectNode> aggregate(Template template);
    }

    private final ClusterClient federationApi;
    private final String fieldManager;
    private final WorkQueue<TemplateKey> queue;
    private final Source source;
    private final Function<TemplateKey, Consumer<byte[]>> saved;

    /**
     * A reporter.
     *
     * @param queue where templates wait; drained by {@link #run}
     * @param saved where the saved template goes, as bytes, per template
     */
    public StatusReporter(
            ClusterClient federationApi,
            String fieldManager,
            WorkQueue<TemplateKey> queue,
            Source source,
            Function<TemplateKey, Consumer<byte[]>> saved) {
        this.federationApi = requireNonNull(federationApi, "federationApi");
        this.fieldManager = requireNonNull(fieldManager, "fieldManager");
        this.queue = requireNonNull(queue, "queue");
        this.source = requireNonNull(source, "source");
        this.saved = requireNonNull(saved, "saved");
    }

    /** Has the status of a template looked at soon. Never blocks. */
    public void add(TemplateKey key) {
        queue.addAfter(key, COALESCE, Priority.NORMAL);
    }

    /** Whether nothing runs and nothing could. */
    public boolean isIdle() {
        return queue.isIdle();
    }

    /**
     * Reports as templates are added.
     *
     * @return completes never
     */
    public Mono<Void> run() {
        return queue.drain(this::report);
    }

    private Mono<Outcome> report(TemplateKey key) {
        @Nullable Template template = source.template(key);
        if (template == null || template.deleting()) {
            return Mono.just(Outcome.SETTLED);
        }
        JsonNode shown = template.object().json().path("status");
        return source.aggregate(template)
                .filter(status -> !asStored(status).equals(shown) && !(status.isEmpty() && shown.isMissingNode()))
                .map(status -> write(template, shown, status))
                .orElse(Mono.just(Outcome.SETTLED));
    }

    /** As it would be read back: a number that was counted as a long is an int when it was read. */
    private static JsonNode asStored(ObjectNode status) {
        return KubeObject.parse(new KubeObject(status).toBytes()).json();
    }

    private Mono<Outcome> write(Template template, JsonNode shown, ObjectNode status) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("uid", template.uid());
        patch.set("status", mergePatch(shown, status));
        TemplateKey key = template.key();
        return federationApi
                .mergePatch(key.type(), key.key(), "status", patch.toString(), fieldManager)
                .doOnNext(object -> saved.apply(key).accept(object.toBytes()))
                .map(KubeObject::uid)
                .map(uid -> Outcome.SETTLED)
                .onErrorResume(FederationException.class, StatusReporter::settledIfGone);
    }

    /** The merge patch (RFC 7386) that makes {@code wanted} of {@code shown}: what is too much is set to null. */
    private static ObjectNode mergePatch(JsonNode shown, ObjectNode wanted) {
        ObjectNode patch = wanted.deepCopy();
        for (Iterator<String> names = shown.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!wanted.has(name)) {
                patch.putNull(name);
            }
        }
        return patch;
    }

    private static Mono<Outcome> settledIfGone(FederationException error) {
        return error.code() == 404 ? Mono.just(Outcome.SETTLED) : Mono.error(error);
    }
}
