package io.kubefed.fcp.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which admission plug-ins there are; all of them are used if they are not disabled. */
enum AdmissionPlugins {
    /** Nothing new in a namespace that is not there or is going; always on. */
    NamespaceLifecycle,
    /** Owners only by who may delete what is owned, and change the owner's finalizers. */
    OwnerReferencesPermissionEnforcement;

    private static final Set<String> NOT_THERE =
            Set.of("Initializers", "SchedulingPolicy", "MutatingAdmissionWebhook", "ValidatingAdmissionWebhook");

    /** One sentence for each name that cannot be. */
    static List<String> mistakes(List<String> enabled, List<String> disabled) {
        List<String> mistakes = new ArrayList<>();
        for (String name : enabled) {
            if (NOT_THERE.contains(name)) {
                mistakes.add("--enable-admission-plugins: " + name + " is not there yet");
            } else if (!known(name)) {
                mistakes.add("--enable-admission-plugins: there is no " + name + "; known are " + List.of(values()));
            }
            if (disabled.contains(name)) {
                mistakes.add("--enable-admission-plugins and --disable-admission-plugins both name " + name);
            }
        }
        for (String name : disabled) {
            if (!known(name) && !NOT_THERE.contains(name)) {
                mistakes.add("--disable-admission-plugins: there is no " + name + "; known are " + List.of(values()));
            }
        }
        return mistakes;
    }

    private static boolean known(String name) {
        for (AdmissionPlugins plugin : values()) {
            if (plugin.name().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
