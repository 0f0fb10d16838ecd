package io.kubefed.simulation.user;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.placement.ClusterSelector;
import io.kubefed.simulation.world.Stage;
import io.kubefed.simulation.world.Thing;
import io.kubefed.simulation.world.Types;
import io.kubefed.sync.ownership.Marks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What users asked for, and when: every delete of a copy must have its cause here. */
public final class History {

    /** How long controllers that are told everything may act on what is not so any more. */
    private static final long HINDSIGHT_MILLIS = 200_000;

    private final Stage stage;
    private final LongSupplier now;
    private final Set<Thing> things = new LinkedHashSet<>();
    private final Map<Copy, Long> causes = new HashMap<>();
    private final Set<Copy> lingering = new HashSet<>();
    private long ignorantUntil;

    private record Copy(String path, String member) {}

    /** @param now the time in milliseconds */
    public History(Stage stage, LongSupplier now) {
        this.stage = stage;
        this.now = now;
    }

    /** The controllers may not have heard of what happens until now. */
    public void ignorant() {
        ignorantUntil = now.getAsLong();
    }

    /** Everything that ever was a template, in the order of creation. */
    public Set<Thing> things() {
        return things;
    }

    void created(Thing thing) {
        things.add(thing);
        stage.members().keySet().forEach(member -> lingering.remove(new Copy(thing.path(), member)));
        look();
    }

    void deleted(Thing thing, boolean cascade) {
        Set<String> joined = stage.joined();
        for (String member : stage.members().keySet()) {
            Copy copy = new Copy(thing.path(), member);
            if (cascade && joined.contains(member)) {
                lingering.remove(copy);
            } else {
                lingering.add(copy);
            }
            set(copy, cascade);
        }
    }

    void unjoined(String member) {
        things.forEach(thing -> lingering.add(new Copy(thing.path(), member)));
    }

    /** Whether a copy may be there although there is no template. */
    public boolean mayLinger(Thing thing, String member) {
        return lingering.contains(new Copy(thing.path(), member));
    }

    /** Notes which members each template selects now; to be called after everything that may change that. */
    void look() {
        Map<String, Map<String, String>> labels = new HashMap<>();
        stage.federation().list(Types.CLUSTERS).forEach(cluster -> labels.put(cluster.name(), cluster.labels()));
        for (Thing thing : things) {
            @Nullable KubeObject template = stage.federation().find(thing.type(), thing.key());
            if (template != null && !template.deleting()) {
                boolean paused = "true".equals(template.annotations().get(Marks.PAUSED_ANNOTATION));
                Selector selector = Selector.of(template.annotations().get(ClusterSelector.ANNOTATION));
                boolean unclear = paused || selector == Selector.INVALID;
                labels.forEach((member, of) -> set(new Copy(thing.path(), member), !unclear && !selector.selects(of)));
            }
        }
    }

    private void set(Copy copy, boolean mayGo) {
        Long until = causes.get(copy);
        if (mayGo) {
            causes.put(copy, Long.MAX_VALUE);
        } else if (until != null && until == Long.MAX_VALUE) {
            causes.put(copy, now.getAsLong());
        }
    }

    /** Why the copy of this path may not be deleted in a member now; null if a user wanted it, or did until a moment ago. */
    public @Nullable String objection(String member, String path) {
        Long until = causes.get(new Copy(path, member));
        if (until == null) {
            return "no user ever wanted that";
        }
        if (until == Long.MAX_VALUE) {
            return null;
        }
        long since = now.getAsLong() - Math.max(until, ignorantUntil);
        return since <= HINDSIGHT_MILLIS ? null : "no user has wanted that for " + since + " ms";
    }
}
