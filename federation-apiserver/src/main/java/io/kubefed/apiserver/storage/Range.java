package io.kubefed.apiserver.storage;

import java.util.List;

/**
 * Values as they were at one moment.
 *
 * @param items in the order of their keys; immutable
 * @param revision the moment
 * @param remaining how many more there are behind the last item
 */
public record Range(List<Stored> items, long revision, int remaining) {

    /** Copies the items. */
    public Range {
        items = List.copyOf(items);
    }
}
