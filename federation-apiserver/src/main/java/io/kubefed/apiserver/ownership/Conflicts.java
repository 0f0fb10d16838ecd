package io.kubefed.apiserver.ownership;

import io.kubefed.core.error.ApiStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says whose fields an apply would have changed, in the words of kube-apiserver. */
final class Conflicts {

    private static final String REASON = "FieldManagerConflict";

    private Conflicts() {}

    static ConflictException exception(Map<Owner, FieldSet> conflicts) {
        List<ApiStatus.Cause> causes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        conflicts.forEach((owner, fields) -> {
            lines.add("conflicts with " + owner + ":");
            fields.forEachPath(path -> {
                causes.add(new ApiStatus.Cause(REASON, path, "conflict with " + owner));
                lines.add("- " + path);
            });
        });
        String message = causes.size() == 1
                ? "Apply failed with 1 conflict: " + causes.get(0).message() + ": "
                        + causes.get(0).field()
                : "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines);
        FieldSet fields = conflicts.values().stream().reduce(FieldSet.EMPTY, FieldSet::union);
        return new ConflictException(message, causes, fields);
    }
}
