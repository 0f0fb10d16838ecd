package io.kubefed.apiserver.admission;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One write that asks for admission.
 *
 * @param verb what is to be done
 * @param request what the client sent
 * @param target what it is done to; of a created object the name may still be missing
 * @param old the object as it is; null on create; not to be changed
 * @param dryRun whether nothing will be stored
 * @param warnings where texts for the client go
 */
public record Operation(
        Verb verb,
        Request request,
        Target target,
        @Nullable ObjectNode old,
        boolean dryRun,
        Consumer<String> warnings) {

    /** The kinds of write. */
    public enum Verb {
        CREATE,
        UPDATE,
        DELETE
    }

    /** Checks that no part but {@code old} is null. */
    public Operation {
        requireNonNull(verb, "verb");
        requireNonNull(request, "request");
        requireNonNull(target, "target");
        requireNonNull(warnings, "warnings");
    }

    /** Who asks. */
    public User user() {
        return request.user();
    }
}
