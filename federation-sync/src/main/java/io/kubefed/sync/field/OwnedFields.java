package io.kubefed.sync.field;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields that one manager owns of an object, as {@code managedFields} lists them.
 *
 * @param paths their paths, sorted; an item of a list is one, and so is each field inside of it; immutable
 */
public record OwnedFields(Set<String> paths) {

    /** No fields. */
    public static final OwnedFields NONE = new OwnedFields(Set.of());

    /** Copies the set. */
    public OwnedFields {
        paths = java.util.Collections.unmodifiableSet(new TreeSet<>(paths));
    }

    /** Reads {@code fieldsV1}. */
    public static OwnedFields of(JsonNode fieldsV1) {
        Set<String> paths = new TreeSet<>();
        collect(fieldsV1, "", paths);
        return new OwnedFields(paths);
    }

    private static void collect(JsonNode node, String path, Set<String> paths) {
        if (node.isEmpty() && !path.isEmpty()) {
            paths.add(path);
        }
        node.properties().forEach(field -> {
            if (field.getKey().equals(".")) {
                paths.add(path);
            } else {
                collect(field.getValue(), path + element(field.getKey()), paths);
            }
        });
    }

    /** {@code f:} a field, {@code k:} the keys of an item, {@code v:} a value in a set, {@code i:} an index. */
    private static String element(String written) {
        String rest = written.substring(Math.min(2, written.length()));
        return switch (written.substring(0, Math.min(2, written.length()))) {
            case "f:" -> "." + rest;
            case "k:" -> "[" + keys(rest) + "]";
            case "v:" -> "[=" + rest + "]";
            default -> "[" + rest + "]";
        };
    }

    private static String keys(String json) {
        JsonNode keys = ItemSelector.json(json);
        List<String> parts = new ArrayList<>();
        keys.properties().forEach(key -> parts.add(key.getKey() + "=" + key.getValue()));
        return String.join(",", parts);
    }

    /** What of these fields the others lack; of something that is lacking whole, only its path. Sorted. */
    public List<String> minus(OwnedFields others) {
        List<String> lost = new ArrayList<>();
        for (String path : paths) {
            boolean insideOfLost = lost.stream().anyMatch(outer -> isInside(path, outer));
            if (!others.paths.contains(path) && !insideOfLost) {
                lost.add(path);
            }
        }
        return lost;
    }

    /** Whether this field, or something in it, is among these. */
    public boolean touches(String path) {
        return paths.stream().anyMatch(own -> own.equals(path) || isInside(own, path));
    }

    private static boolean isInside(String path, String outer) {
        return path.length() > outer.length()
                && path.startsWith(outer)
                && (path.charAt(outer.length()) == '.' || path.charAt(outer.length()) == '[');
    }
}
