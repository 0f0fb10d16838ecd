package io.kubefed.apiserver.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.request.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways of one type. The trees handed in are the writer's own and may be changed where it says so. */
public interface TypeRules {

    /** A type without ways of its own. */
    TypeRules NONE = new TypeRules() {};

    /** Fills in defaults that no schema tells; the writer owns them as if it had set them. */
    default void fill(ObjectNode object) {}

    /** Sets what is the server's own in an object about to be created. */
    default void create(ObjectNode object) {}

    /** Puts back what a write may not change. */
    default void update(ObjectNode live, ObjectNode object) {}

    /** What is wrong with an object; {@code live} is null on create. */
    default List<Cause> check(ObjectNode object, @Nullable ObjectNode live) {
        return List.of();
    }

    /** Whether an object that is being deleted may go. */
    default boolean released(ObjectNode object) {
        return object.path("metadata").path("finalizers").isEmpty();
    }

    /** Prepares an object whose deletion is asked for the first time. */
    default void beforeDelete(ObjectNode object) {}

    /** Marks an object about to be deleted that has to wait. */
    default void terminate(ObjectNode object) {}

    /** Why an object of this name may not be deleted; empty if it may. */
    default String guards(String name) {
        return "";
    }
}
