package io.kubefed.apiserver.request;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who asks.
 *
 * @param name for example {@code alice}, {@code system:serviceaccount:shop:builder}
 * @param uid tells users of one name apart over time; may be empty
 * @param groups in order, without duplicates; immutable
 * @param extra what else was found out about the user; immutable
 */
public record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {

    /** The group of everybody who said who they are. */
    public static final String AUTHENTICATED = "system:authenticated";

    /** The group of everybody else. */
    public static final String UNAUTHENTICATED = "system:unauthenticated";

    /** The group whose members may do everything. */
    public static final String MASTERS = "system:masters";

    /** Who said nothing. */
    public static final User ANONYMOUS = User.of("system:anonymous", UNAUTHENTICATED);

    /** The server itself, and whoever works in its process. */
    public static final User SERVER = User.of("system:apiserver", MASTERS, AUTHENTICATED);

    /** Copies the collections. */
    public User {
        requireNonNull(name, "name");
        requireNonNull(uid, "uid");
        groups = groups.stream().distinct().toList();
        extra = Map.copyOf(extra);
    }

    /** A user without uid and extra. */
    public static User of(String name, String... groups) {
        return new User(name, "", List.of(groups), Map.of());
    }

    /** The same user in one more group. */
    public User in(String group) {
        List<String> more = new ArrayList<>(groups);
        more.add(group);
        return new User(name, uid, more, extra);
    }

    /** Whether the user may do everything. */
    public boolean master() {
        return groups.contains(MASTERS);
    }

    /** What else is known, by name in order. */
    public Map<String, List<String>> sortedExtra() {
        return new TreeMap<>(extra);
    }
}
