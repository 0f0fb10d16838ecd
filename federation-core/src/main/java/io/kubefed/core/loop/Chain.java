package io.kubefed.core.loop;

import org.jspecify.annotations.Nullable;

/**
 * A linked list whose elements hold their own links, so that one can leave from the middle at the cost of two writes.
 *
 * <p>Not thread-safe. A link is in one chain at most.
 */
final class Chain<E> {

    /** An element's place in one chain. */
    static final class Link<E> {

        private final E owner;
        private @Nullable Link<E> previous;
        private @Nullable Link<E> next;
        private boolean linked;

        Link(E owner) {
            this.owner = owner;
        }
    }

    private @Nullable Link<E> head;
    private @Nullable Link<E> tail;

    boolean isEmpty() {
        return head == null;
    }

    /** The longest-standing element; null if there is none. */
    @Nullable E first() {
        return head == null ? null : head.owner;
    }

    void addLast(Link<E> link) {
        assert !link.linked;
        link.linked = true;
        link.previous = tail;
        if (tail == null) {
            head = link;
        } else {
            tail.next = link;
        }
        tail = link;
    }

    void remove(Link<E> link) {
        assert link.linked;
        Link<E> before = link.previous;
        Link<E> after = link.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.previous = before;
        }
        link.linked = false;
        link.previous = null;
        link.next = null;
    }
}
