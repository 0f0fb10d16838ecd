package io.kubefed.sync.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.KubeObject;
import java.util.LinkedHashSet;
import java.util.Set;

/** Tells an object in a member that is ours from one that is not: pure. */
public final class ForeignObject {

    private ForeignObject() {}

    /**
     * Whether this federation made the object: it carries our label, or still our ownership entry although someone took the
     * label away. One that carries another federation's label is that one's.
     *
     * @param object the object with its {@code managedFields}
     */
    public static boolean isOurs(KubeObject object, FederationIdentity federation) {
        String owner = object.labels().getOrDefault(Marks.OWNER_LABEL, "");
        if (!owner.isEmpty()) {
            return owner.equals(federation.uid());
        }
        for (JsonNode entry : object.metadata().path("managedFields")) {
            if (entry.path("manager").asText().equals(federation.fieldManager())
                    && entry.path("operation").asText().equals("Apply")) {
                return true;
            }
        }
        return false;
    }

    /** Another federation's uid, or empty if none claims the object. */
    public static String otherFederation(KubeObject object, FederationIdentity federation) {
        String owner = object.labels().getOrDefault(Marks.OWNER_LABEL, "");
        return owner.equals(federation.uid()) ? "" : owner;
    }

    /** Who wrote the object, without those who only wrote its status; in the order of the entries, comma-separated. */
    public static String managers(KubeObject object) {
        Set<String> managers = new LinkedHashSet<>();
        for (JsonNode entry : object.metadata().path("managedFields")) {
            if (!entry.path("subresource").asText("").equals("status")) {
                managers.add(entry.path("manager").asText());
            }
        }
        return String.join(", ", managers);
    }
}
