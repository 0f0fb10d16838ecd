package io.kubefed.sync.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.KubeObject;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.field.OwnedFields;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the event that showed a drift tells about it: which fields we still owned, and which the newest rival did.
 *
 * <p>What we lost is known only with the answer to the apply that puts it back, which lists all that we own. So naming the fields
 * costs no request, and nothing at all while nothing drifts.
 *
 * @param rival who else wrote to the copy last; empty if nobody did
 * @param left what we still owned; null if the event was not seen, as after a restart
 * @param rivals what the rival owned
 */
public record Drift(String rival, @Nullable OwnedFields left, OwnedFields rivals) {

    private static final int MOST_NAMED = 5;

    /** A drift of which only the suspect is known. */
    public static Drift by(String rival) {
        return new Drift(rival, null, OwnedFields.NONE);
    }

    /** The drift that a copy shows. */
    public static Drift of(Entry copy) {
        boolean nothingLeft = copy.ownedHash() == 0;
        @Nullable OwnedFields left = nothingLeft ? OwnedFields.NONE : fields(copy.ownedFields());
        @Nullable OwnedFields rivals = fields(copy.rivalFields());
        return new Drift(copy.rival(), left, rivals == null ? OwnedFields.NONE : rivals);
    }

    private static @Nullable OwnedFields fields(byte @Nullable [] fieldsV1) {
        return fieldsV1 == null
                ? null
                : OwnedFields.of(KubeObject.parse(fieldsV1).json());
    }

    /**
     * What happened, now that it is put back.
     *
     * @param repaired the answer to the apply that did it
     */
    public Account account(ApiResponse repaired, FederationIdentity federation) {
        OwnedFields all = owned(repaired.object(), federation.fieldManager());
        if (left == null || left.paths().isEmpty()) {
            String last = rival.isEmpty() ? "" : "; " + rival + " wrote to it last";
            return new Account(rival, left == null ? "changed in the member and put back" + last : reset(last));
        }
        List<String> lost = all.minus(left);
        List<String> taken = lost.stream().filter(rivals::touches).toList();
        List<String> gone =
                lost.stream().filter(field -> !rivals.touches(field)).toList();
        String byRival = taken.isEmpty() ? "" : rival + " changed " + named(taken);
        String bySomeone = gone.isEmpty() ? "" : "someone removed or changed " + named(gone);
        String and = byRival.isEmpty() || bySomeone.isEmpty() ? "" : ", ";
        return new Account(taken.isEmpty() ? "" : rival, byRival + and + bySomeone + "; put back");
    }

    private static String reset(String last) {
        return "someone took the ownership of every field away" + last + "; put back";
    }

    /**
     * A drift in words.
     *
     * @param rival who it was; empty if that cannot be told
     * @param words a sentence for people
     */
    public record Account(String rival, String words) {

        /** There was no drift. */
        public static final Account NONE = new Account("", "");
    }

    private static String named(List<String> fields) {
        String first = fields.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return fields.size() <= MOST_NAMED ? first : first + " and " + (fields.size() - MOST_NAMED) + " more";
    }

    private static OwnedFields owned(KubeObject object, String manager) {
        for (JsonNode entry : object.metadata().path("managedFields")) {
            if (entry.path("manager").asText().equals(manager)
                    && entry.path("operation").asText().equals("Apply")
                    && entry.path("subresource").asText("").isEmpty()) {
                return OwnedFields.of(entry.path("fieldsV1"));
            }
        }
        return OwnedFields.NONE;
    }
}
