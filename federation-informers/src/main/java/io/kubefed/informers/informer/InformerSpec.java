package io.kubefed.informers.informer;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.reflector.ReflectorSettings;
import io.kubefed.informers.reflector.Selection;
import io.kubefed.informers.store.Projection;

/**
 * What an informer follows, and how much of it it keeps.
 *
 * @param selection which objects, and how much of each
 * @param settings how patient the reflector is
 */
public record InformerSpec(Selection selection, ReflectorSettings settings) {

    /** Checks that no part is null. */
    public InformerSpec {
        requireNonNull(selection, "selection");
        requireNonNull(settings, "settings");
    }

    /** Everything of a type, with standard patience. */
    public static InformerSpec of(ResourceType type, Projection projection) {
        return new InformerSpec(Selection.of(type, projection), ReflectorSettings.STANDARD);
    }

    /** The resource type. */
    public ResourceType type() {
        return selection.type();
    }

    /** What the store keeps of each object. */
    public Projection projection() {
        return selection.projection();
    }

    /** The same for objects that a label selector, as in a query, selects; see {@link Selection} for what that means. */
    public InformerSpec labelled(String selector) {
        return new InformerSpec(
                new Selection(type(), selection.namespace(), projection(), selector, selection.fieldSelector()),
                settings);
    }

    /** The same for objects that a field selector, as in a query, selects. */
    public InformerSpec selecting(String fieldSelector) {
        return new InformerSpec(
                new Selection(type(), selection.namespace(), projection(), selection.labelSelector(), fieldSelector),
                settings);
    }

    /** The same for one namespace. */
    public InformerSpec in(String namespace) {
        return new InformerSpec(
                new Selection(type(), namespace, projection(), selection.labelSelector(), selection.fieldSelector()),
                settings);
    }

    /** The same with another patience. */
    public InformerSpec with(ReflectorSettings patience) {
        return new InformerSpec(selection, patience);
    }
}
