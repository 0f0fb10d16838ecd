package io.kubefed.apiserver.type;

import static java.util.Objects.requireNonNull;

/**
 * A column of {@code kubectl get}.
 *
 * @param name the heading
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean} or {@code date}
 * @param format {@code name} for the name of the object, otherwise mostly empty
 * @param description a sentence for people; may be empty
 * @param priority 0 to be shown always, more to be shown with {@code -o wide}
 * @param path JSONPath of the cell as in a custom resource definition, such as {@code .metadata.creationTimestamp}; values that it finds
 *     more than one of are joined with commas. For some built-in types a text with several in braces, such as
 *     <code>{.status.readyReplicas}/{.spec.replicas}</code>, where a missing number is 0; empty if it takes a rule of its own
 */
public record Column(String name, String type, String format, String description, int priority, String path) {

    /** Checks that no part is null. */
    public Column {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(format, "format");
        requireNonNull(description, "description");
        requireNonNull(path, "path");
    }
}
