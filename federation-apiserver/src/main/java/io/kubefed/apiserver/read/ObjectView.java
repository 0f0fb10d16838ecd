package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.storage.Stored;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Objects as they are, in the version that was asked for. */
final class ObjectView implements View {

    private static final byte[] ITEMS = ",\"items\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    private final Resource resource;
    private final String apiVersion;
    /** What objects in this version begin with. */
    private final byte[] typeMembers;

    ObjectView(Resource resource) {
        this.resource = resource;
        this.apiVersion = resource.type().apiVersion();
        this.typeMembers = ("{\"kind\":\"" + resource.type().kind() + "\",\"apiVersion\":\"" + apiVersion + "\",")
                .getBytes(StandardCharsets.UTF_8);
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

    /** The stored bytes, if they are in the version that is asked for; no tree is made. */
    @Override
    public byte[] one(Stored value) {
        byte[] bytes = value.bytes();
        return begins(bytes) ? bytes : value.derived(form(), () -> one(value.object()));
    }

    @Override
    public byte[] list(List<Stored> items, ObjectNode metadata) {
        ObjectNode head =
                Json.object().put("kind", resource.type().kind() + "List").put("apiVersion", apiVersion);
        head.set("metadata", metadata);
        byte[] begin = Json.bytes(head);
        byte[][] bodies = items.stream().map(this::one).toArray(byte[][]::new);
        ByteBuffer out = ByteBuffer.allocate(size(begin.length - 1, bodies));
        out.put(begin, 0, begin.length - 1).put(ITEMS);
        for (int i = 0; i < bodies.length; i++) {
            if (i > 0) {
                out.put((byte) ',');
            }
            int skipped = skipped(bodies[i]);
            if (skipped > 0) {
                out.put((byte) '{');
            }
            out.put(bodies[i], skipped, bodies[i].length - skipped);
        }
        return out.put(END).array();
    }

    /** Exact: a list may be long. */
    private int size(int begin, byte[][] bodies) {
        long size = begin + ITEMS.length + END.length + Math.max(0L, bodies.length - 1L);
        for (byte[] body : bodies) {
            int skipped = skipped(body);
            size += body.length - skipped + (skipped > 0 ? 1 : 0);
        }
        return Math.toIntExact(size);
    }

    /** Items of built-in types carry no kind and apiVersion. */
    private int skipped(byte[] body) {
        return !resource.custom() && begins(body) ? typeMembers.length : 0;
    }

    private boolean begins(byte[] body) {
        int mismatch = java.util.Arrays.mismatch(body, typeMembers);
        return mismatch < 0 || mismatch == typeMembers.length;
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
