package io.kubefed.sync.field;

import io.kubefed.core.error.ApiStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads which fields of an applied body the schema of a server lacks.
 *
 * <p>kube-apiserver answers with 500, no reason, and a text: {@code failed to create typed patch object (…): .spec.a: field not
 * declared in schema}, or one such line per struct that has one. Of several in one struct it names one, so there may be more behind
 * it.
 */
public final class UnknownFields {

    private static final String VERDICT = ": field not declared in schema";
    private static final String SUBJECT_END = "): .";

    private UnknownFields() {}

    /** The fields that a refusal names; empty if it is about something else. */
    public static List<FieldPath> of(ApiStatus status) {
        List<FieldPath> fields = new ArrayList<>();
        for (String line : status.message().split("\n", -1)) {
            int end = line.lastIndexOf(VERDICT);
            if (end >= 0) {
                int subject = line.indexOf(SUBJECT_END);
                int from = subject >= 0 && subject < end ? subject + SUBJECT_END.length() - 1 : 0;
                String path = line.substring(from, end).strip();
                if (path.startsWith(".")) {
                    fields.add(new FieldPath(path));
                }
            }
        }
        return fields;
    }
}
