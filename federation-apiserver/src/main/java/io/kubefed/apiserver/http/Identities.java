package io.kubefed.apiserver.http;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which identity a server shows to a client that asks for a host name.
 *
 * @param usual for names without one of their own, and clients that name none
 * @param byName for these names, in order; {@code *.} in front stands for one label; immutable
 */
public record Identities(Identity usual, Map<String, Identity> byName) {

    /** Copies the map. */
    public Identities {
        requireNonNull(usual, "usual");
        byName = new LinkedHashMap<>(byName);
    }

    Identity of(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        Identity exact = byName.get(lower);
        if (exact != null) {
            return exact;
        }
        int dot = lower.indexOf('.');
        return dot < 0 ? usual : byName.getOrDefault("*" + lower.substring(dot), usual);
    }
}
