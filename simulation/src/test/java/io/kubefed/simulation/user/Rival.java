package io.kubefed.simulation.user;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.simulation.world.Door;
import io.kubefed.simulation.world.Journal;
import io.kubefed.simulation.world.Stage;
import io.kubefed.simulation.world.Thing;
import io.kubefed.simulation.world.Types;
import io.kubefed.sync.ownership.Marks;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Changes objects in members behind the federation's back, and runs Deployments there. */
public final class Rival {

    private final Stage stage;
    private final User user;
    private final Journal journal;
    private final RandomGenerator chance;

    /** A rival who knows what the user works on. */
    public Rival(Stage stage, User user, Journal journal, RandomGenerator chance) {
        this.stage = stage;
        this.user = user;
        this.journal = journal;
        this.chance = chance;
    }

    /** Does one thing in one member. */
    public void act() {
        List<String> members = List.copyOf(stage.members().keySet());
        String member = members.get(chance.nextInt(members.size()));
        Door door = java.util.Objects.requireNonNull(stage.members().get(member));
        Thing thing = user.any();
        try {
            @Nullable KubeObject object = door.find(thing.type(), thing.key());
            if (object == null) {
                create(member, door, thing);
            } else {
                change(member, door, thing, object);
            }
        } catch (FederationException refused) {
            journal.note(
                    "rival",
                    member + ": " + thing + " is refused: " + refused.status().message());
        }
    }

    private void create(String member, Door door, Thing thing) {
        journal.note("rival", member + ": creates " + thing);
        door.apply(thing.type(), thing.key(), user.bodies().whole(thing, ""), "helm");
    }

    private void change(String member, Door door, Thing thing, KubeObject object) {
        if (thing.type().equals(Types.DEPLOYMENTS) && chance.nextBoolean()) {
            int ready = 1 + chance.nextInt(9);
            patch(
                    member,
                    door,
                    thing,
                    "status",
                    "{\"status\":{\"observedGeneration\":" + object.generation() + ",\"replicas\":" + ready
                            + ",\"readyReplicas\":" + ready + "}}");
            return;
        }
        switch (chance.nextInt(7)) {
            case 0, 1 -> patch(member, door, thing, "", user.bodies().edit(thing, "a"));
            case 2 -> patch(member, door, thing, "", user.bodies().edit(thing, "rival" + chance.nextInt(2)));
            case 3 -> patch(member, door, thing, "", user.bodies().removal(thing, "a"));
            case 4 ->
                patch(member, door, thing, "", "{\"metadata\":{\"labels\":{\"" + Marks.OWNER_LABEL + "\":null}}}");
            case 5 ->
                patch(
                        member,
                        door,
                        thing,
                        "",
                        "{\"metadata\":{\"annotations\":{\"" + Marks.APPLIED_ANNOTATION + "\":\"0\"}}}");
            default -> {
                journal.note("rival", member + ": deletes " + thing);
                door.delete(thing.type(), thing.key(), "Background");
            }
        }
    }

    private void patch(String member, Door door, Thing thing, String subresource, String patch) {
        journal.note("rival", member + ": patches " + thing + " " + subresource + ": " + patch);
        door.patch(thing.type(), thing.key(), subresource, patch, "rival");
    }
}
