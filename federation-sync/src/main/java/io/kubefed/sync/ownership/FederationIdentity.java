package io.kubefed.sync.ownership;

import static java.util.Objects.requireNonNull;

/**
 * Which federation this is: every mark that it leaves in a member derives from it, so two federations on one member stay apart.
 *
 * @param uid the uid of namespace {@code federation-system} in the federation API
 */
public record FederationIdentity(String uid) {

    /** The namespace whose uid is the identity. */
    public static final String SYSTEM_NAMESPACE = "federation-system";

    private static final int SHORT = 8;

    /** @throws IllegalArgumentException if {@code uid} is too short to tell two federations apart */
    public FederationIdentity {
        requireNonNull(uid, "uid");
        if (uid.length() < SHORT) {
            throw new IllegalArgumentException(
                    "federation uid \"" + uid + "\" is shorter than " + SHORT + " characters");
        }
    }

    /** The field manager of everything that this federation applies, for example {@code fcp:0b1c2d3e}. */
    public String fieldManager() {
        return "fcp:" + uid.substring(0, SHORT);
    }

    /** Selects what this federation manages in a member. */
    public String ownerSelector() {
        return Marks.OWNER_LABEL + "=" + uid;
    }
}
