package io.kubefed.apiserver.write;

import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.ownership.FieldManager;
import io.kubefed.apiserver.request.Request;
import java.util.ArrayList;
import java.util.List;

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

    /** Who writes, as managedFields show it. */
    FieldManager manager() {
        return new FieldManager(
                options.manager(),
                target.resource().type().apiVersion(),
                target.subresource().equals("finalize") ? "" : target.subresource());
    }
}
