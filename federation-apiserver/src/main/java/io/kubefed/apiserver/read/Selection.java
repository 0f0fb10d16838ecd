package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.storage.Stored;
import java.util.function.Predicate;

/** Which objects of a collection a request means: by label, by field, and by the name that an old path of a watch ends with. */
public final class Selection implements Predicate<JsonNode> {

    private final LabelSelector labels;
    private final FieldSelector fields;
    private final String name;

    private Selection(LabelSelector labels, FieldSelector fields, String name) {
        this.labels = labels;
        this.fields = fields;
        this.name = name;
    }

    /**
     * Reads the selectors of a request.
     *
     * @throws Refusal with 400 if one cannot be understood
     */
    public static Selection of(Request request, Target target) {
        try {
            return new Selection(
                    LabelSelector.parse(request.parameter("labelSelector")),
                    FieldSelector.parse(request.parameter("fieldSelector"), target.resource()),
                    target.name());
        } catch (SelectorError e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /** Whether it leaves anything out. */
    public boolean selective() {
        return labels.selective() || fields.selective() || !name.isEmpty();
    }

    /** Whether it takes a value; makes no tree if it takes all. */
    public boolean takes(Stored value) {
        return !selective() || test(value.content());
    }

    @Override
    public boolean test(JsonNode object) {
        return (name.isEmpty() || name.equals(Json.text(object, "metadata", "name")))
                && labels.test(object)
                && fields.test(object);
    }
}
