package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.storage.Stored;
import java.util.List;

/** Objects without anything but their metadata. */
final class MetadataView implements View {

    private static final String API_VERSION = "meta.k8s.io/v1";

    /** An object cut down to its metadata. */
    static ObjectNode partial(ObjectNode object) {
        ObjectNode partial = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", API_VERSION);
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    @Override
    public String contentType() {
        return Answer.JSON;
    }

    @Override
    public Object form() {
        return MetadataView.class;
    }

    @Override
    public byte[] one(ObjectNode object) {
        return Json.bytes(partial(object));
    }

    @Override
    public byte[] list(List<Stored> items, ObjectNode metadata) {
        ObjectNode list = Json.object().put("kind", "PartialObjectMetadataList").put("apiVersion", API_VERSION);
        list.set("metadata", metadata);
        ArrayNode array = list.putArray("items");
        items.forEach(item -> array.add(partial(item.object())));
        return Json.bytes(list);
    }

    @Override
    public byte[] inEvent(Stored value, boolean first) {
        return one(value);
    }

    @Override
    public byte[] bookmark(ObjectNode metadata) {
        ObjectNode object = Json.object();
        object.set("metadata", metadata);
        return Json.bytes(partial(object));
    }
}
