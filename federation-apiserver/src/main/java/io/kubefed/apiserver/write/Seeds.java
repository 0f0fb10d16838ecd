package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.rules.RulesTable;

/** Objects that are there before anybody created one. */
public final class Seeds {

    private Seeds() {}

    /** A namespace. */
    public static ObjectNode namespace(String name, Births births) {
        ObjectNode object = Json.object().put("kind", "Namespace").put("apiVersion", "v1");
        object.putObject("metadata")
                .put("name", name)
                .put("uid", births.uid())
                .put("creationTimestamp", births.now().toString());
        RulesTable.of("namespaces").fill(object);
        RulesTable.of("namespaces").create(object);
        return Metadata.ordered(object);
    }
}
