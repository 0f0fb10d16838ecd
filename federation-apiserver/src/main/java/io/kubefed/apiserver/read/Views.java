package io.kubefed.apiserver.read;

import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.request.MediaRange;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import org.jspecify.annotations.Nullable;

/** Finds the form that a client wants, from its {@code Accept} header. */
public final class Views {

    private static final String AVAILABLE = "406: Not Acceptable\n\nAvailable representations: application/json";

    private Views() {}

    /** The form for one object; a write answers in it too. */
    public static View ofOne(Request request, Target target) {
        return of(request, target);
    }

    /** The form for a collection. */
    public static View ofMany(Request request, Target target) {
        return of(request, target);
    }

    private static View of(Request request, Target target) {
        for (MediaRange range : MediaRange.list(request.accept())) {
            View view = view(range, target);
            if (view != null) {
                return view;
            }
        }
        throw Refusal.notAcceptable(AVAILABLE);
    }

    private static @Nullable View view(MediaRange range, Target target) {
        if (!range.allowsJson()) {
            return null;
        }
        String as = range.parameter("as");
        if (as.isEmpty()) {
            return new ObjectView(target.resource());
        }
        return null;
    }
}
