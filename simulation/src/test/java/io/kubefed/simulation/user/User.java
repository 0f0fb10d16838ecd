package io.kubefed.simulation.user;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.placement.ClusterSelector;
import io.kubefed.simulation.world.Journal;
import io.kubefed.simulation.world.Stage;
import io.kubefed.simulation.world.Thing;
import io.kubefed.simulation.world.Types;
import io.kubefed.sync.ownership.Marks;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Edits templates in the federation API, as chance has it. */
public final class User {

    private static final String WHO = "user";
    private static final List<Thing> THINGS = List.of(
            thing(Types.CONFIG_MAPS, "a"),
            thing(Types.CONFIG_MAPS, "b"),
            thing(Types.SECRETS, "s"),
            thing(Types.DEPLOYMENTS, "d"),
            thing(Types.WIDGETS, "w"));
    private static final Thing NAMESPACE = new Thing(Types.NAMESPACES, ObjectKey.clusterScoped("web"));
    private static final Thing DEFINITION =
            new Thing(Types.DEFINITIONS, ObjectKey.clusterScoped("widgets.example.com"));

    private final Stage stage;
    private final History history;
    private final Journal journal;
    private final RandomGenerator chance;
    private final Bodies bodies;

    /** A user who notes what was asked for in the history. */
    public User(Stage stage, History history, Journal journal, RandomGenerator chance) {
        this.stage = stage;
        this.history = history;
        this.journal = journal;
        this.chance = chance;
        this.bodies = new Bodies();
    }

    private static Thing thing(io.kubefed.core.model.ResourceType type, String name) {
        return new Thing(type, new ObjectKey("web", name));
    }

    Bodies bodies() {
        return bodies;
    }

    /** One of the objects that play a part. */
    Thing any() {
        return THINGS.get(chance.nextInt(THINGS.size()));
    }

    /** Creates what the others need: a namespace and, perhaps, a type. */
    public void begin() {
        create(NAMESPACE, "");
        if (chance.nextInt(4) > 0) {
            create(DEFINITION, "");
        }
    }

    /** Does one thing to one template. */
    public void act() {
        Thing thing = any();
        @Nullable KubeObject template = stage.federation().find(thing.type(), thing.key());
        try {
            if (template == null) {
                createSomehow(thing);
            } else if (!template.deleting()) {
                change(thing);
            }
        } catch (FederationException refused) {
            journal.note(WHO, thing + " is refused: " + refused.status().message());
        }
        history.look();
    }

    private void createSomehow(Thing thing) {
        String selector =
                annotation(ClusterSelector.ANNOTATION, Selector.any(chance).annotation());
        String adopt = chance.nextInt(4) == 0 ? annotation(Marks.ADOPT_ANNOTATION, "true") : "";
        create(thing, selector + (selector.isEmpty() || adopt.isEmpty() ? "" : ",") + adopt);
    }

    private static String annotation(String name, @Nullable String value) {
        return value == null ? "" : "\"" + name + "\":\"" + value.replace("\"", "\\\"") + "\"";
    }

    private void create(Thing thing, String annotations) {
        journal.note(WHO, "creates " + thing + " with " + annotations);
        stage.federation().apply(thing.type(), thing.key(), bodies.whole(thing, annotations), "kubectl");
        history.created(thing);
    }

    private void change(Thing thing) {
        switch (chance.nextInt(12)) {
            case 0, 1, 2 -> patch(thing, "edits", bodies.edit(thing, "a"));
            case 3, 4 -> patch(thing, "adds to", bodies.edit(thing, "x" + chance.nextInt(3)));
            case 5 -> patch(thing, "takes from", bodies.removal(thing, chance.nextBoolean() ? "a" : "x0"));
            case 6, 7 -> select(thing, Selector.any(chance));
            case 8 -> annotate(thing, Marks.PAUSED_ANNOTATION, chance.nextBoolean() ? "true" : null);
            case 9 -> annotate(thing, Marks.ADOPT_ANNOTATION, chance.nextBoolean() ? "true" : null);
            default -> delete(thing);
        }
    }

    private void patch(Thing thing, String does, String patch) {
        journal.note(WHO, does + " " + thing + ": " + patch);
        stage.federation().patch(thing.type(), thing.key(), "", patch, "kubectl-edit");
    }

    private void select(Thing thing, Selector selector) {
        annotate(thing, ClusterSelector.ANNOTATION, selector.annotation());
    }

    private void annotate(Thing thing, String name, @Nullable String value) {
        String json = value == null ? "null" : "\"" + value.replace("\"", "\\\"") + "\"";
        patch(thing, "annotates", "{\"metadata\":{\"annotations\":{\"" + name + "\":" + json + "}}}");
    }

    private void delete(Thing thing) {
        String policy = List.of("Background", "Background", "Orphan", "").get(chance.nextInt(4));
        journal.note(WHO, "deletes " + thing + (policy.isEmpty() ? ", saying nothing" : ", " + policy));
        stage.federation().delete(thing.type(), thing.key(), policy);
        @Nullable KubeObject left = stage.federation().find(thing.type(), thing.key());
        // A template that goes at once was never guarded, and so never out.
        history.deleted(thing, policy.equals("Background") || left == null);
    }

    /** Takes back what would leave things as they are: at the end everything shall be in order. */
    public void unpauseSome() {
        for (Thing thing : history.things()) {
            @Nullable KubeObject template = stage.federation().find(thing.type(), thing.key());
            boolean paused = template != null
                    && !template.deleting()
                    && template.annotations().containsKey(Marks.PAUSED_ANNOTATION);
            if (paused && chance.nextBoolean()) {
                annotate(thing, Marks.PAUSED_ANNOTATION, null);
            }
        }
        history.look();
    }
}
