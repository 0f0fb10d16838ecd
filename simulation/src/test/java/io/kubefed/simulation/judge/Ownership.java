package io.kubefed.simulation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.KubeObject;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads what an object says about itself: who owns which fields, and whether it holds what another one says. */
final class Ownership {

    private Ownership() {}

    /** Whether a manager applied anything. */
    static boolean has(KubeObject object, String manager) {
        return !entry(object, manager).isMissingNode();
    }

    /** The names of the fields under one top-level field that a manager applied. */
    static Set<String> fields(KubeObject object, String manager, String parent) {
        Set<String> names = new TreeSet<>();
        Iterator<String> fields = entry(object, manager).path("f:" + parent).fieldNames();
        fields.forEachRemaining(field -> {
            if (field.startsWith("f:")) {
                names.add(field.substring(2));
            }
        });
        return names;
    }

    private static JsonNode entry(KubeObject object, String manager) {
        for (JsonNode entry : object.metadata().path("managedFields")) {
            if (entry.path("manager").asText().equals(manager)
                    && entry.path("operation").asText().equals("Apply")) {
                return entry.path("fieldsV1");
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /** Where {@code holder} lacks something that {@code asked} says, as a path; empty if nowhere. */
    static String lack(JsonNode holder, JsonNode asked) {
        if (asked.isObject()) {
            for (Map.Entry<String, JsonNode> field : asked.properties()) {
                String lack = lack(holder.path(field.getKey()), field.getValue());
                if (!lack.isEmpty()) {
                    return "." + field.getKey() + lack;
                }
            }
            return holder.isObject() || asked.isEmpty() ? "" : " is " + holder;
        }
        if (asked.isArray()) {
            for (int i = 0; i < asked.size(); i++) {
                String lack = lack(holder.path(i), asked.get(i));
                if (!lack.isEmpty()) {
                    return "[" + i + "]" + lack;
                }
            }
            return holder.size() == asked.size() ? "" : " has " + holder.size() + " items";
        }
        return holder.equals(asked) ? "" : " is " + holder + ", not " + asked;
    }
}
