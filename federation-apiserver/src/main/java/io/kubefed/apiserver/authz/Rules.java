package io.kubefed.apiserver.authz;

import java.util.List;

/**
 * What a user may do in a namespace, as far as that can be listed.
 *
 * @param rules in no order; immutable
 * @param incomplete whether there may be more
 */
public record Rules(List<Rule> rules, boolean incomplete) {

    /** Copies the list. */
    public Rules {
        rules = List.copyOf(rules);
    }
}
