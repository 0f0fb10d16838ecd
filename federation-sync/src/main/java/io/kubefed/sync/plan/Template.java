package io.kubefed.sync.plan;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.adapter.TypeAdapter;
import io.kubefed.sync.ownership.Marks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A template, read once per version: what decisions ask of it again and again is not looked up again. */
public final class Template {

    private static final Map<String, List<String>> SWITCHES = new TreeMap<>(Map.of(
            Marks.ADOPT_ANNOTATION, List.of("true", "false"),
            Marks.PAUSED_ANNOTATION, List.of("true", "false"),
            Marks.DELETION_POLICY_ANNOTATION, List.of("cascade", "orphan")));

    private final TemplateKey key;
    private final KubeObject object;
    private final byte @Nullable [] ownedFields;
    private final String uid;
    private final boolean deleting;
    private final boolean guarded;
    private final boolean cascades;
    private final boolean paused;
    private final boolean adopts;
    private final String misunderstood;

    /**
     * A template.
     *
     * @param object the whole of it without {@code managedFields}; not to be changed afterwards
     * @param ownedFields the fields that this federation owns on it, raw; null if none
     */
    public Template(TemplateKey key, KubeObject object, byte @Nullable [] ownedFields) {
        this.key = requireNonNull(key, "key");
        this.object = requireNonNull(object, "object");
        this.ownedFields = ownedFields;
        List<String> finalizers = object.finalizers();
        uid = object.uid();
        deleting = object.deleting();
        guarded = finalizers.containsAll(Marks.FINALIZERS);
        cascades = finalizers.contains(Marks.CASCADE_FINALIZER);
        paused = "true".equals(annotation(Marks.PAUSED_ANNOTATION));
        adopts = "true".equals(annotation(Marks.ADOPT_ANNOTATION));
        misunderstood = SWITCHES.entrySet().stream()
                .filter(known -> object.metadata().path("annotations").has(known.getKey()))
                .filter(known -> !known.getValue().contains(String.valueOf(annotation(known.getKey()))))
                .map(known -> "annotation " + known.getKey() + " is \"" + annotation(known.getKey()) + "\"; write \""
                        + String.join("\" or \"", known.getValue()) + "\", or take it away")
                .findFirst()
                .orElse("");
    }

    /**
     * Reads a stored template.
     *
     * @throws IllegalStateException if the store did not keep bodies
     */
    public static Template of(TemplateKey key, Entry entry) {
        byte @Nullable [] body = entry.body();
        if (body == null) {
            throw new IllegalStateException("the store of templates keeps no bodies");
        }
        KubeObject object = KubeObject.parse(body);
        object.json()
                .put("apiVersion", key.type().apiVersion())
                .put("kind", key.type().kind());
        return new Template(key, object, entry.ownedFields());
    }

    /** Which one. */
    public TemplateKey key() {
        return key;
    }

    /** The whole of it without {@code managedFields}; not to be changed. */
    public KubeObject object() {
        return object;
    }

    /** The fields that this federation owns on it, raw; null if none. */
    public byte @Nullable [] ownedFields() {
        return ownedFields;
    }

    /** Its uid. */
    public String uid() {
        return uid;
    }

    /** The value of an annotation, or null. */
    public @Nullable String annotation(String name) {
        return object.metadata().path("annotations").path(name).textValue();
    }

    /** Whether it is being deleted. */
    public boolean deleting() {
        return deleting;
    }

    /** Whether members are to be left as they are. */
    public boolean paused() {
        return paused;
    }

    /** Whether foreign objects of the same name are to be taken over. */
    public boolean adopts() {
        return adopts;
    }

    /** What is wrong with its switches: a sentence that quotes the first one with a value that it cannot have; empty if nothing. */
    public Optional<String> misunderstood() {
        return misunderstood.isEmpty() ? Optional.empty() : Optional.of(misunderstood);
    }

    /** Whether it carries both finalizers. */
    public boolean guarded() {
        return guarded;
    }

    /**
     * Whether it is one that goes out. One that went out before still counts: it carries our finalizers.
     *
     * @param labelledOnly whether only templates with the label {@code federation.kubefed.io/propagate: "true"} do
     */
    public boolean goesOut(TypeAdapter adapter, boolean labelledOnly) {
        if (cascades) {
            return true;
        }
        boolean labelled = "true"
                .equals(object.metadata()
                        .path("labels")
                        .path(Marks.PROPAGATE_LABEL)
                        .textValue());
        return (labelled || !labelledOnly) && adapter.excludes(object).isEmpty() && !deleting;
    }

    /** Which one; never the content. */
    @Override
    public String toString() {
        return key.toString();
    }
}
