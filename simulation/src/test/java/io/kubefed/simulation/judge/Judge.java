package io.kubefed.simulation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.core.placement.ClusterSelector;
import io.kubefed.simulation.user.History;
import io.kubefed.simulation.user.Selector;
import io.kubefed.simulation.world.Door;
import io.kubefed.simulation.world.Stage;
import io.kubefed.simulation.world.Thing;
import io.kubefed.simulation.world.Types;
import io.kubefed.sync.ownership.FederationIdentity;
import io.kubefed.sync.ownership.Marks;
import io.kubefed.sync.record.RecordCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says what is not yet, or not at all, as users asked for it: by its own reading of the clusters, without a look at the controllers. */
public final class Judge {

    private final Stage stage;
    private final History history;

    /** A judge of these clusters. */
    public Judge(Stage stage, History history) {
        this.stage = stage;
        this.history = history;
    }

    /** What is wrong now; empty when everything has converged. */
    public List<String> complaints() {
        @Nullable KubeObject system =
                stage.federation().find(Types.NAMESPACES, ObjectKey.clusterScoped(FederationIdentity.SYSTEM_NAMESPACE));
        if (system == null) {
            return List.of("there is no federation");
        }
        return new Session(new FederationIdentity(system.uid())).complaints();
    }

    /** One look at everything. */
    private final class Session {

        private final FederationIdentity federation;
        private final List<String> complaints = new ArrayList<>();
        private final Map<String, KubeObject> clusters = new TreeMap<>();

        Session(FederationIdentity federation) {
            this.federation = federation;
            stage.federation().list(Types.CLUSTERS).forEach(cluster -> clusters.put(cluster.name(), cluster));
        }

        List<String> complaints() {
            clusters.values().forEach(this::checkCluster);
            Set<String> records = new TreeSet<>();
            for (Thing thing : history.things()) {
                @Nullable KubeObject template = stage.federation().find(thing.type(), thing.key());
                TemplateKey key = new TemplateKey(thing.type(), thing.key());
                if (template == null) {
                    checkGone(thing);
                } else if (template.deleting() && !template.finalizers().contains(Marks.CASCADE_FINALIZER)) {
                    // Deleted before the federation took it up: whatever holds it is none of ours.
                    continue;
                } else if (template.deleting()) {
                    complaints.add(thing + " is deleted but not gone");
                } else {
                    records.add(RecordCodec.recordKey(key).toString());
                    checkTemplate(thing, template);
                }
            }
            checkNoOtherRecords(records);
            return complaints;
        }

        private void checkCluster(KubeObject cluster) {
            for (JsonNode condition : cluster.json().path("status").path("conditions")) {
                if (condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True")) {
                    return;
                }
            }
            complaints.add("member " + cluster.name() + " is not ready: "
                    + cluster.json().path("status"));
        }

        private void checkNoOtherRecords(Set<String> expected) {
            for (var type : List.of(RecordCodec.PROPAGATION, RecordCodec.CLUSTER_PROPAGATION)) {
                for (KubeObject record : stage.federation().list(type)) {
                    if (!expected.contains(record.key().toString())) {
                        complaints.add("record " + record.key() + " speaks of nothing");
                    }
                }
            }
        }

        /** Of a template that is gone no copy is left, but where a user left it. */
        private void checkGone(Thing thing) {
            clusters.keySet().forEach(member -> {
                @Nullable KubeObject copy = copy(member, thing);
                if (copy != null && isOurs(copy) && !history.mayLinger(thing, member)) {
                    complaints.add(thing + " is gone but has a copy in " + member);
                }
            });
        }

        private void checkTemplate(Thing thing, KubeObject template) {
            TemplateKey key = new TemplateKey(thing.type(), thing.key());
            @Nullable KubeObject record =
                    stage.federation().find(RecordCodec.recordType(thing.type()), RecordCodec.recordKey(key));
            if (record == null) {
                complaints.add(thing + " has no record");
                return;
            }
            if (!record.json().path("template").path("uid").asText().equals(template.uid())) {
                complaints.add(thing + " has another template's record");
            }
            if ("true".equals(template.annotations().get(Marks.PAUSED_ANNOTATION))) {
                return;
            }
            Selector selector = Selector.of(template.annotations().get(ClusterSelector.ANNOTATION));
            if (selector == Selector.INVALID) {
                expect(
                        thing + " reason",
                        "InvalidSelector",
                        condition(record).path("reason").asText());
                return;
            }
            Set<String> selected = new TreeSet<>();
            clusters.forEach((name, cluster) -> {
                if (selector.selects(cluster.labels())) {
                    selected.add(name);
                } else {
                    checkUnselected(thing, name);
                }
            });
            Shares shares = new Shares(thing, template, record);
            shares.complaints(selected).forEach(complaint -> complaints.add(thing + ": " + complaint));
            boolean conflict = false;
            Set<String> onRecord = new TreeSet<>();
            int needed = 0;
            for (String member : selected) {
                boolean needs = shares.needs(member);
                if (needs || hasCopy(member, thing)) {
                    onRecord.add(member);
                    needed += needs ? 1 : 0;
                    conflict |= checkSelected(thing, template, shares, member, record);
                }
            }
            checkRecord(thing, record, onRecord, needed, conflict);
            if (thing.type().equals(Types.DEPLOYMENTS)) {
                checkStatus(thing, template, selected);
            }
        }

        private void checkUnselected(Thing thing, String member) {
            @Nullable KubeObject copy = copy(member, thing);
            if (copy != null && isOurs(copy)) {
                complaints.add(thing + " is in " + member + ", which is not selected");
            }
        }

        /** Whether a foreign object is in the way. */
        private boolean checkSelected(
                Thing thing, KubeObject template, Shares shares, String member, KubeObject record) {
            @Nullable KubeObject copy = copy(member, thing);
            String where = thing + " in " + member;
            if (copy == null) {
                complaints.add(where + " is missing");
                return false;
            }
            JsonNode entry = memberRecord(record, member);
            boolean adopt = "true".equals(template.annotations().get(Marks.ADOPT_ANNOTATION));
            if (!isOurs(copy) && !adopt) {
                expect(
                        where + " recorded state",
                        "Conflict",
                        entry.path("state").asText());
                return true;
            }
            expect(where + " recorded state", "Applied", entry.path("state").asText());
            expect(where + " recorded uid", copy.uid(), entry.path("uid").asText());
            expect(
                    where + " recorded hash",
                    String.valueOf(copy.annotations().get(Marks.APPLIED_ANNOTATION)),
                    entry.path("applied").asText());
            expect(
                    where + " owner",
                    federation.uid(),
                    String.valueOf(copy.labels().get(Marks.OWNER_LABEL)));
            checkContent(where, thing, shares.in(member, template.json().deepCopy()), copy);
            return false;
        }

        private boolean hasCopy(String member, Thing thing) {
            @Nullable KubeObject copy = copy(member, thing);
            return copy != null && isOurs(copy);
        }

        private void checkContent(String where, Thing thing, ObjectNode asked, KubeObject copy) {
            asked.remove(List.of("metadata", "status", "apiVersion", "kind"));
            if (thing.type().equals(Types.NAMESPACES)) {
                asked.remove("spec");
            }
            String lack = Ownership.lack(copy.json(), asked);
            if (!lack.isEmpty()) {
                complaints.add(where + ": " + lack);
            }
            for (String parent : List.of("data", "spec")) {
                if (asked.has(parent) && !thing.type().equals(Types.DEFINITIONS)) {
                    Set<String> fields = new TreeSet<>();
                    asked.path(parent).fieldNames().forEachRemaining(fields::add);
                    Set<String> owned = Ownership.fields(copy, federation.fieldManager(), parent);
                    fields.removeAll(owned);
                    if (!fields.isEmpty()) {
                        complaints.add(where + ": we do not own " + parent + " " + fields);
                    }
                    if (!thing.type().equals(Types.DEPLOYMENTS)) {
                        owned.removeIf(asked.path(parent)::has);
                        if (!owned.isEmpty()) {
                            complaints.add(where + ": we still own " + parent + " " + owned);
                        }
                    }
                }
            }
        }

        private void checkRecord(Thing thing, KubeObject record, Set<String> onRecord, int needed, boolean conflict) {
            Set<String> members = new TreeSet<>();
            record.json()
                    .path("members")
                    .forEach(member -> members.add(member.path("name").asText()));
            expect(thing + " recorded members", onRecord.toString(), members.toString());
            expect(thing + " wanted", needed + "", record.json().path("wanted").asText());
            expect(
                    thing + " Propagated",
                    conflict ? "False" : "True",
                    condition(record).path("status").asText());
        }

        private void checkStatus(Thing thing, KubeObject template, Set<String> selected) {
            int ready = 0;
            for (String member : selected) {
                @Nullable KubeObject copy = copy(member, thing);
                if (copy != null && isOurs(copy)) {
                    ready += copy.json().path("status").path("readyReplicas").asInt(0);
                }
            }
            int shown = template.json().path("status").path("readyReplicas").asInt(0);
            expect(thing + " readyReplicas", ready + "", shown + "");
        }

        private void expect(String what, String wanted, String found) {
            if (!Objects.equals(wanted, found)) {
                complaints.add(what + " is " + found + ", not " + wanted);
            }
        }

        private JsonNode condition(KubeObject record) {
            for (JsonNode condition : record.json().path("conditions")) {
                if (condition.path("type").asText().equals("Propagated")) {
                    return condition;
                }
            }
            return record.json().path("none");
        }

        private JsonNode memberRecord(KubeObject record, String member) {
            for (JsonNode entry : record.json().path("members")) {
                if (entry.path("name").asText().equals(member)) {
                    return entry;
                }
            }
            return record.json().path("none");
        }

        private @Nullable KubeObject copy(String member, Thing thing) {
            Door door = Objects.requireNonNull(stage.members().get(member), member);
            return door.find(thing.type(), thing.key());
        }

        private boolean isOurs(KubeObject copy) {
            String owner = copy.labels().getOrDefault(Marks.OWNER_LABEL, "");
            return owner.equals(federation.uid())
                    || (owner.isEmpty() && Ownership.has(copy, federation.fieldManager()));
        }
    }
}
