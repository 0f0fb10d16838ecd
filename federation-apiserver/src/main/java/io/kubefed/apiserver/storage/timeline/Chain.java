package io.kubefed.apiserver.storage.timeline;

import io.kubefed.apiserver.storage.StorageSignal.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The writes to one collection, oldest first, and who follows them. Links are added and removed under the lock of the store. */
final class Chain {

    /** A place in the chain: behind {@code change}. */
    static final class Link {
        final @Nullable Change change;
        volatile @Nullable Link next;

        Link(@Nullable Change change) {
            this.change = change;
        }
    }

    private final List<Follower> watches = new CopyOnWriteArrayList<>();
    private volatile Link oldest = new Link(null);
    private volatile Link newest = oldest;
    private volatile boolean lost;

    void add(Change change) {
        Link link = new Link(change);
        newest.next = link;
        newest = link;
    }

    /** Forgets the oldest write; returns its revision. */
    long removeOldest() {
        Link gone = java.util.Objects.requireNonNull(oldest.next);
        oldest = gone;
        return java.util.Objects.requireNonNull(gone.change).revision();
    }

    /** The place behind everything up to a revision. */
    Link behind(long revision) {
        Link last = newest;
        if (last.change != null && last.change.revision() <= revision) {
            return last;
        }
        Link place = oldest;
        for (Link next = place.next; next != null && revisionOf(next) <= revision; next = place.next) {
            place = next;
        }
        return place;
    }

    List<Change> since(long revision) {
        List<Change> changes = new ArrayList<>();
        for (Link link = behind(revision).next; link != null; link = link.next) {
            changes.add(java.util.Objects.requireNonNull(link.change));
        }
        return changes;
    }

    private static long revisionOf(Link link) {
        return java.util.Objects.requireNonNull(link.change).revision();
    }

    /** Ends it: what would come next is not known. */
    void lose() {
        lost = true;
        tell();
    }

    boolean isLost() {
        return lost;
    }

    void follow(Follower watch) {
        watches.add(watch);
    }

    void leave(Follower watch) {
        watches.remove(watch);
    }

    void tell() {
        for (Follower watch : watches) {
            watch.drain();
        }
    }
}
