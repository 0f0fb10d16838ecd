package io.kubefed.apiserver.ownership;

import static io.kubefed.apiserver.ownership.Objects.NOON;
import static io.kubefed.apiserver.ownership.Objects.WIDGET;
import static io.kubefed.apiserver.ownership.Objects.manager;
import static io.kubefed.apiserver.ownership.Objects.widget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One widget, and what managers do to it in turn. Each write is a second later than the one before. */
final class Story {

    private @Nullable ObjectNode live;
    private Instant now = NOON;

    Story applies(String name, String yaml) {
        return applies(name, yaml, false);
    }

    Story forces(String name, String yaml) {
        return applies(name, yaml, true);
    }

    private Story applies(String name, String yaml, boolean force) {
        now = now.plusSeconds(1);
        live = FieldManagement.apply(live, widget(yaml), WIDGET, manager(name), force, now);
        return this;
    }

    /** Replaces everything but the metadata. */
    Story puts(String name, String yaml) {
        return updates(manager(name), widget(yaml));
    }

    Story updates(FieldManager manager, ObjectNode changed) {
        now = now.plusSeconds(1);
        live = FieldManagement.update(live, changed, WIDGET, manager, now);
        return this;
    }

    ObjectNode object() {
        return live;
    }

    JsonNode at(String pointer) {
        return live.at(pointer);
    }

    /** Manager and operation, with the fields that they own. */
    Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        for (JsonNode entry : live.at("/metadata/managedFields")) {
            owners.put(
                    entry.get("manager").asText() + " " + entry.get("operation").asText(),
                    entry.get("fieldsV1").toString().replace("\\\"", "'").replace("\"", ""));
        }
        return owners;
    }
}
