package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.admission.Operation;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.ownership.FieldManager;
import io.kubefed.apiserver.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write on its way: what it is about, how it is to be done, and what the client will be warned of.
 *
 * @param request the request
 * @param target what its path leads to
 * @param options how it is to be done
 * @param warnings texts for the client; grows
 */
record Write(Request request, Target target, WriteOptions options, List<String> warnings) {

    static Write of(Request request, Target target, String kind, boolean apply) {
        return new Write(request, target, WriteOptions.of(request, kind, apply), new ArrayList<>());
    }

    /** What admission is asked about; {@code old} is the object as it is, null on create. */
    Operation operation(@Nullable ObjectNode old) {
        Operation.Verb verb = old == null ? Operation.Verb.CREATE : Operation.Verb.UPDATE;
        return new Operation(verb, request, target, old, options.dryRun(), warnings::add);
    }

    /** Who writes, as managedFields show it. */
    FieldManager manager() {
        return new FieldManager(
                options.manager(),
                target.resource().type().apiVersion(),
                target.subresource().equals("finalize") ? "" : target.subresource());
    }
}
