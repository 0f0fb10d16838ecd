package io.kubefed.fcp.apiserver;

import io.kubefed.apiserver.authz.Authorizer;
import java.util.ArrayList;
import java.util.List;

/** Who decides what users may do, as {@code --authorization-mode} says. */
final class Permissions {

    private Permissions() {}

    /** Whether everybody may do everything, and therefore nobody may stay unknown: v1's rule. */
    static boolean allowAll(List<String> modes) {
        return modes.contains("AlwaysAllow");
    }

    /** The deciders in the order of the flag, after the group that may do everything. */
    static Authorizer of(List<String> modes, Authorizer rbac) {
        List<Authorizer> all = new ArrayList<>(List.of(Authorizer.MASTERS));
        for (String mode : modes) {
            all.add(
                    switch (mode) {
                        case "AlwaysAllow" -> Authorizer.ALWAYS_ALLOW;
                        case "AlwaysDeny" -> Authorizer.ALWAYS_DENY;
                        default -> rbac;
                    });
        }
        return Authorizer.inOrder(all);
    }
}
