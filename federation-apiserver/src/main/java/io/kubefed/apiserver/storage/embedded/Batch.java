package io.kubefed.apiserver.storage.embedded;

import io.kubefed.apiserver.storage.Encoded;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageException.Stale;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.storage.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of writes that are committed together, each on top of those before it. */
final class Batch {

    /** What becomes of a write. */
    record Decision(Write write, Change change) {}

    private record Refused(Write write, StorageException reason) {}

    private final Timeline timeline;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final Map<String, Change> newest = new HashMap<>();
    private long revision;

    Batch(Timeline timeline, List<Write> writes) {
        this.timeline = timeline;
        this.revision = timeline.revision();
        writes.forEach(this::decide);
    }

    private void decide(Write write) {
        Stored before = newest(write.key());
        long actual = before == null ? 0 : before.revision();
        Encoded value = write.value();
        if (actual != write.expected() || (value == null && before == null)) {
            refused.add(new Refused(write, new Stale(write.key(), write.expected(), actual)));
            return;
        }
        revision++;
        Change change = value == null && before != null
                ? Change.removal(before, before.at(revision))
                : Change.put(before, java.util.Objects.requireNonNull(value).at(write.key(), revision));
        newest.put(write.key(), change);
        decisions.add(new Decision(write, change));
    }

    private @Nullable Stored newest(String key) {
        Change change = newest.get(key);
        if (change == null) {
            return timeline.find(key);
        }
        return change.removal() ? null : change.after();
    }

    List<Decision> decisions() {
        return decisions;
    }

    /** Says what became of it to those who wait; only once it is written. */
    void answer() {
        decisions.forEach(
                decision -> decision.write().answer().success(decision.change().after()));
        refused.forEach(refusal -> refusal.write().answer().error(refusal.reason()));
    }

    /** The state once all is written; {@code objects} is how many there are before. */
    Meta after(long objects) {
        long sum = objects;
        for (Decision decision : decisions) {
            sum += decision.change().removal() ? -1 : decision.change().before() == null ? 1 : 0;
        }
        return new Meta(revision, sum, true);
    }
}
