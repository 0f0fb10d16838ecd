package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.storage.Stored;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Objects as they are, in the version that was asked for. */
final class ObjectView implements View {

    private final Resource resource;
    private final String apiVersion;

    ObjectView(Resource resource) {
        this.resource = resource;
        this.apiVersion = resource.type().apiVersion();
    }

    @Override
    public String contentType() {
        return Answer.JSON;
    }

    @Override
    public Object form() {
        return apiVersion;
    }

    @Override
    public byte[] one(ObjectNode object) {
        return Json.bytes(Conversion.to(resource, object));
    }

    @Override
    public byte[] list(List<Stored> items, ObjectNode metadata) {
        ObjectNode head =
                Json.object().put("kind", resource.type().kind() + "List").put("apiVersion", apiVersion);
        head.set("metadata", metadata);
        byte[] begin = Json.bytes(head);
        // Exact size: a list may be long.
        int skipped = typeMembers().length;
        long size = begin.length + 12L;
        for (Stored item : items) {
            size += one(item).length + 1L;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(size));
        out.write(begin, 0, begin.length - 1);
        out.writeBytes(",\"items\":[".getBytes(StandardCharsets.UTF_8));
        String separator = "";
        for (Stored item : items) {
            out.writeBytes(separator.getBytes(StandardCharsets.UTF_8));
            separator = ",";
            byte[] bytes = one(item);
            if (resource.custom() || !startsWith(bytes, typeMembers())) {
                out.writeBytes(bytes);
            } else {
                // Items of built-in types carry no kind and apiVersion.
                out.write('{');
                out.write(bytes, skipped, bytes.length - skipped);
            }
        }
        out.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private byte[] typeMembers() {
        return ("{\"kind\":\"" + resource.type().kind() + "\",\"apiVersion\":\"" + apiVersion + "\",")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length
                && java.util.Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public byte[] inEvent(Stored value, boolean first) {
        return one(value);
    }

    @Override
    public byte[] bookmark(ObjectNode metadata) {
        ObjectNode object = Json.object().put("kind", resource.type().kind()).put("apiVersion", apiVersion);
        object.set("metadata", metadata);
        return Json.bytes(object);
    }
}
