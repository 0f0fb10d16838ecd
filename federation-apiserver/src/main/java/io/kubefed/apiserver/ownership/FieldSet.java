package io.kubefed.apiserver.ownership;

import io.kubefed.apiserver.type.Schema;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of places in an object, as a trie: each node says whether its place is in the set, and which places below it are. Immutable.
 *
 * <p>A place may be in the set without what is below it, and the other way round. No node is without both: an empty child is left out.
 */
final class FieldSet {

    static final FieldSet EMPTY = new FieldSet(false, Collections.emptySortedMap());

    /** A node that is in the set, with nothing below. */
    static final FieldSet LEAF = new FieldSet(true, Collections.emptySortedMap());

    private final boolean member;
    private final SortedMap<PathElement, FieldSet> children;

    private FieldSet(boolean member, SortedMap<PathElement, FieldSet> children) {
        this.member = member;
        this.children = children;
    }

    /** @param children becomes part of the set: do not change it afterwards; without empty sets */
    static FieldSet of(boolean member, SortedMap<PathElement, FieldSet> children) {
        if (children.isEmpty()) {
            return member ? LEAF : EMPTY;
        }
        return new FieldSet(member, Collections.unmodifiableSortedMap(children));
    }

    /** A set of one place. */
    static FieldSet path(PathElement... path) {
        FieldSet set = LEAF;
        for (int i = path.length - 1; i >= 0; i--) {
            set = of(false, new TreeMap<>(Collections.singletonMap(path[i], set)));
        }
        return set;
    }

    /** A set of one place, reached by members. */
    static FieldSet path(String... names) {
        PathElement[] path = new PathElement[names.length];
        for (int i = 0; i < names.length; i++) {
            path[i] = PathElement.field(names[i]);
        }
        return path(path);
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    /** Whether the place of this node is in the set. */
    boolean member() {
        return member;
    }

    /** What is in the set one step below. */
    SortedMap<PathElement, FieldSet> children() {
        return children;
    }

    /** What is in the set at and below {@code step}. */
    FieldSet at(PathElement step) {
        FieldSet child = children.get(step);
        return child == null ? EMPTY : child;
    }

    /** This set with the place of this node. */
    FieldSet asMember() {
        return member ? this : of(true, children);
    }

    FieldSet union(FieldSet other) {
        if (other.isEmpty()) {
            return this;
        }
        return isEmpty() ? other : combine(other, member || other.member, FieldSet::union);
    }

    FieldSet intersection(FieldSet other) {
        return isEmpty() || other.isEmpty() ? EMPTY : combine(other, member && other.member, FieldSet::intersection);
    }

    FieldSet difference(FieldSet other) {
        return isEmpty() || other.isEmpty() ? this : combine(other, member && !other.member, FieldSet::difference);
    }

    private FieldSet combine(FieldSet other, boolean both, BiFunction<FieldSet, FieldSet, FieldSet> operation) {
        SortedMap<PathElement, FieldSet> combined = new TreeMap<>();
        children.forEach((step, child) -> put(combined, step, operation.apply(child, other.at(step))));
        other.children.forEach((step, child) -> {
            if (!children.containsKey(step)) {
                put(combined, step, operation.apply(EMPTY, child));
            }
        });
        return of(both, combined);
    }

    static void put(SortedMap<PathElement, FieldSet> children, PathElement step, FieldSet child) {
        if (!child.isEmpty()) {
            children.put(step, child);
        }
    }

    /** This set with every declared field of a struct under which something is in the set. */
    FieldSet withNamedFields(Schema schema) {
        SortedMap<PathElement, FieldSet> named = new TreeMap<>();
        children.forEach((step, child) -> {
            Schema below = step.isField() ? schema.field(step.name()) : schema.items();
            FieldSet inner = child.withNamedFields(below);
            boolean declared = step.isField() && schema.fields().contains(step.name());
            named.put(step, declared ? inner.asMember() : inner);
        });
        return of(member, named);
    }

    /** This set where a schema has since made one value of what had parts: the place itself instead of its parts. */
    FieldSet withoutPartsOfWholes(Schema schema) {
        if (children.isEmpty()) {
            return this;
        }
        if (schema.shape() == Schema.Shape.ATOMIC || schema.shape() == Schema.Shape.LIST_ATOMIC) {
            return LEAF;
        }
        SortedMap<PathElement, FieldSet> whole = new TreeMap<>();
        children.forEach((step, child) -> whole.put(
                step, child.withoutPartsOfWholes(step.isField() ? schema.field(step.name()) : schema.items())));
        return of(member, whole);
    }

    /** Hands out the path of every place in the set: those of one level before what is below them. */
    void forEachPath(Consumer<String> paths) {
        forEachPath("", paths);
    }

    private void forEachPath(String prefix, Consumer<String> paths) {
        children.forEach((step, child) -> {
            if (child.member) {
                paths.accept(prefix + step);
            }
        });
        children.forEach((step, child) -> child.forEachPath(prefix + step, paths));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet set && member == set.member && children.equals(set.children);
    }

    @Override
    public int hashCode() {
        return children.hashCode() * 2 + (member ? 1 : 0);
    }

    @Override
    public String toString() {
        return FieldsV1.encode(this).toString();
    }
}
