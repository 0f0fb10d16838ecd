package io.kubefed.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.GoText;

/**
 * JSON merge patch.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>
 */
public final class MergePatch {

    private MergePatch() {}

    /**
     * What becomes of an object. Neither tree is changed; the result shares what stayed.
     *
     * @throws PatchException 400 if the patch is no object
     */
    public static ObjectNode apply(ObjectNode object, JsonNode patch) {
        if (!(patch instanceof ObjectNode members)) {
            throw PatchException.malformed("error decoding patch: json: cannot unmarshal " + GoText.kind(patch)
                    + " into Go value of type map[string]interface {}");
        }
        return merge(object, members);
    }

    private static ObjectNode merge(ObjectNode object, ObjectNode patch) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode().setAll(object);
        for (var member : patch.properties()) {
            JsonNode value = member.getValue();
            if (value.isNull()) {
                merged.remove(member.getKey());
            } else if (value instanceof ObjectNode deeper) {
                merged.set(
                        member.getKey(),
                        merge(
                                object.get(member.getKey()) instanceof ObjectNode old
                                        ? old
                                        : JsonNodeFactory.instance.objectNode(),
                                deeper));
            } else {
                merged.set(member.getKey(), value);
            }
        }
        return merged;
    }
}
