package io.kubefed.apiserver.read;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.table.Columns;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.scheduler.Scheduler;

/** Objects as rows of a table, for people. It tells ages, so nothing of it is shared. */
final class TableView implements View {

    private final Resource resource;
    private final Columns columns;
    private final String includes;
    private final Scheduler timer;

    /** {@code includes} is {@code None}, {@code Metadata} or {@code Object}. */
    TableView(Resource resource, String includes, Scheduler timer) {
        this.resource = resource;
        this.columns = new Columns(resource);
        this.includes = includes;
        this.timer = timer;
    }

    @Override
    public String contentType() {
        return Answer.JSON;
    }

    @Override
    public Object form() {
        return this;
    }

    @Override
    public byte[] one(Stored value) {
        return one(value.object());
    }

    @Override
    public byte[] one(ObjectNode object) {
        return Json.bytes(table(Stream.of(object), versionOf(object), true));
    }

    @Override
    public byte[] list(List<Stored> items, ObjectNode metadata) {
        return Json.bytes(table(items.stream().map(Stored::object), metadata, true));
    }

    @Override
    public byte[] inEvent(Stored value, boolean first) {
        return Json.bytes(table(Stream.of(value.object()), versionOf(value.object()), first));
    }

    @Override
    public byte[] bookmark(ObjectNode metadata) {
        ObjectNode version = Json.object().put("resourceVersion", Json.text(metadata, "resourceVersion"));
        ObjectNode table = table(Stream.empty(), version, false);
        ObjectNode row = ((ArrayNode) table.path("rows")).addObject();
        row.putArray("cells");
        ObjectNode object = Json.object();
        object.put("kind", resource.type().kind())
                .put("apiVersion", resource.type().apiVersion());
        object.set("metadata", metadata);
        row.set("object", object);
        return Json.bytes(table);
    }

    @Override
    public boolean dependsOnPlace() {
        return true;
    }

    private static ObjectNode versionOf(ObjectNode object) {
        return Json.object().put("resourceVersion", Json.text(object, "metadata", "resourceVersion"));
    }

    private ObjectNode table(Stream<ObjectNode> objects, ObjectNode metadata, boolean withColumns) {
        Instant now = Instant.ofEpochMilli(timer.now(MILLISECONDS));
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.set("metadata", metadata);
        table.set("columnDefinitions", withColumns ? columns.definitions() : NullNode.getInstance());
        ArrayNode rows = table.putArray("rows");
        objects.map(object -> Conversion.to(resource, object)).forEach(object -> {
            ObjectNode row = rows.addObject();
            row.set("cells", columns.cells(object, now));
            switch (includes) {
                case "None" -> row.set("object", NullNode.getInstance());
                case "Object" -> row.set("object", object);
                default -> row.set("object", MetadataView.partial(object));
            }
        });
        return table;
    }
}
