package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import java.util.function.Predicate;

/** Which objects of a collection a request means: by label and by field. */
public final class Selection implements Predicate<JsonNode> {

    private final LabelSelector labels;
    private final FieldSelector fields;

    private Selection(LabelSelector labels, FieldSelector fields) {
        this.labels = labels;
        this.fields = fields;
    }

    /**
     * Reads the selectors of a request.
     *
     * @throws Refusal with 400 if one cannot be understood
     */
    public static Selection of(Request request, Target target) {
        return of(request.parameter("labelSelector"), request.parameter("fieldSelector"), target.resource());
    }

    private static Selection of(String labels, String fields, Resource resource) {
        try {
            return new Selection(LabelSelector.parse(labels), FieldSelector.parse(fields, resource));
        } catch (SelectorError e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /** Whether it leaves anything out. */
    public boolean selective() {
        return labels.selective() || fields.selective();
    }

    @Override
    public boolean test(JsonNode object) {
        return labels.test(object) && fields.test(object);
    }
}
