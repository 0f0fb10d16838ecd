package io.kubefed.simulation.user;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.simulation.world.Journal;
import io.kubefed.simulation.world.Stage;
import io.kubefed.simulation.world.Types;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Joins and unjoins members, labels them, and renews their credentials. */
public final class Operator {

    private static final List<String> REGIONS = List.of("eu", "us", "asia");

    private final Stage stage;
    private final History history;
    private final Journal journal;
    private final RandomGenerator chance;
    private final Consumer<String> unjoined;
    private int tokens;

    /**
     * An operator who notes in the history what copies may be left behind.
     *
     * @param unjoined learns of every member that leaves
     */
    public Operator(Stage stage, History history, Journal journal, RandomGenerator chance, Consumer<String> unjoined) {
        this.stage = stage;
        this.history = history;
        this.journal = journal;
        this.chance = chance;
        this.unjoined = unjoined;
    }

    /** Joins a member under its credentials. */
    public void join(String member) {
        String region = REGIONS.get(chance.nextInt(REGIONS.size()));
        journal.note("operator", "joins " + member + " in " + region);
        renew(member);
        stage.federation()
                .apply(
                        Types.CLUSTERS,
                        ObjectKey.clusterScoped(member),
                        "{\"apiVersion\":\"federation.kubefed.io/v1beta1\",\"kind\":\"Cluster\",\"metadata\":{\"name\":\""
                                + member + "\",\"labels\":{\"region\":\"" + region + "\"}},\"spec\":{"
                                + "\"serverAddressByClientCIDRs\":[{\"clientCIDR\":\"0.0.0.0/0\",\"serverAddress\":\"https://"
                                + member + "\"}],\"secretRef\":{\"name\":\"" + member + "\"}}}",
                        "kubectl");
        history.look();
    }

    /** Does one thing to one member. */
    public void act() {
        List<String> members = List.copyOf(stage.members().keySet());
        String member = members.get(chance.nextInt(members.size()));
        @Nullable KubeObject cluster = stage.federation().find(Types.CLUSTERS, ObjectKey.clusterScoped(member));
        if (cluster == null) {
            join(member);
            return;
        }
        switch (chance.nextInt(5)) {
            case 0 -> unjoin(member);
            case 1 -> {
                journal.note("operator", "renews the token of " + member);
                renew(member);
            }
            case 2 -> label(member, "fast", chance.nextBoolean() ? "\"yes\"" : "null");
            default -> label(member, "region", "\"" + REGIONS.get(chance.nextInt(REGIONS.size())) + "\"");
        }
        history.look();
    }

    private void unjoin(String member) {
        journal.note("operator", "unjoins " + member);
        stage.federation().delete(Types.CLUSTERS, ObjectKey.clusterScoped(member), "Background");
        history.unjoined(member);
        unjoined.accept(member);
    }

    private void label(String member, String label, String json) {
        journal.note("operator", "labels " + member + ": " + label + "=" + json);
        stage.federation()
                .patch(
                        Types.CLUSTERS,
                        ObjectKey.clusterScoped(member),
                        "",
                        "{\"metadata\":{\"labels\":{\"" + label + "\":" + json + "}}}",
                        "kubectl-label");
    }

    private void renew(String member) {
        String token = Base64.getEncoder().encodeToString(("token-" + ++tokens).getBytes(StandardCharsets.UTF_8));
        stage.federation()
                .apply(
                        Types.SECRETS,
                        new ObjectKey("federation-system", member),
                        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"" + member
                                + "\",\"namespace\":\"federation-system\"},\"type\":\"Opaque\",\"data\":{\"token\":\""
                                + token
                                + "\"}}",
                        "kubectl");
    }
}
