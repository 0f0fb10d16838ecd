package io.kubefed.sync;

import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.Member;
import io.kubefed.core.membership.Members;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.adapter.TypeAdapter.Copy;
import io.kubefed.sync.plan.Desired;
import io.kubefed.sync.plan.Intent;
import io.kubefed.sync.plan.Intents;
import io.kubefed.sync.plan.MemberSituation;
import io.kubefed.sync.plan.Step;
import io.kubefed.sync.plan.SyncPlanner;
import io.kubefed.sync.plan.Template;
import io.kubefed.sync.preferences.ReplicaDemand;
import io.kubefed.sync.record.Ledger;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Everything that decisions are made from: templates, copies, records, members. Asked, never asking. */
final class Memory {

    /** The type of the definitions of types. */
    static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private final Surroundings surroundings;
    private final Members members;
    private final Ledger ledger;
    private final DesiredCache desired;
    private final Map<ResourceType, TypeSync> types = new ConcurrentHashMap<>();
    private volatile boolean recordsRead;
    private volatile boolean typesKnown;

    Memory(Surroundings surroundings, Members members, Ledger ledger) {
        this.surroundings = surroundings;
        this.members = members;
        this.ledger = ledger;
        this.desired = new DesiredCache(surroundings);
    }

    Map<ResourceType, TypeSync> types() {
        return types;
    }

    Members members() {
        return members;
    }

    Ledger ledger() {
        return ledger;
    }

    /** From here on an absent record means that there is none. */
    void recordsRead() {
        ledger.markComplete();
        recordsRead = true;
    }

    /** From here on a type that does not run is none that goes out. */
    void typesKnown() {
        typesKnown = true;
    }

    /** Whether every template and every copy in a member is known. */
    boolean knowsAllOf(ClusterName member) {
        return recordsRead
                && typesKnown
                && members.complete()
                && types.values().stream()
                        .allMatch(type -> type.templates().state().synced()
                                && (type.copies().synced(member)
                                        || !type.copies().served(member)));
    }

    /** Whether all members, all records and the templates of this type are known: before, nothing may be decided. */
    boolean knows(ResourceType type) {
        @Nullable TypeSync sync = types.get(type);
        return recordsRead
                && members.complete()
                && sync != null
                && sync.templates().state().synced();
    }

    @Nullable Template template(TemplateKey key) {
        @Nullable TypeSync sync = types.get(key.type());
        return sync == null
                ? null
                : sync.template(key.key(), surroundings.options().labelledOnly());
    }

    /** What a member should have of a template whose replicas are divided so. */
    Desired desired(Template template, @Nullable Split split, ClusterName member) {
        Desired whole = desired.of(template);
        return split == null || !whole.isDivided()
                ? whole
                : whole.with(split.at(member).wanted());
    }

    /**
     * How many replicas a template wants, and how they are to be divided; empty for a type that runs none.
     *
     * @throws IllegalArgumentException if what the user wrote about it cannot be read
     */
    Optional<ReplicaDemand> demand(Template template) {
        return surroundings.adapters().of(template.key().type()).demand(template.object());
    }

    /** What a template wants of a member, by the member's labels as they are now. */
    Intent intent(TemplateKey key, Member lane) {
        Member member = members.find(lane.name()).orElse(lane);
        if (!knows(key.type())) {
            return new Intent.Unclear();
        }
        @Nullable Template template = template(key);
        @Nullable Propagation record = ledger.find(key);
        if (template == null) {
            return record == null ? new Intent.Released() : Intents.ofGone(record, record.member(member.name()));
        }
        boolean onRecord = record != null && record.templateUid().equals(template.uid());
        if (!onRecord && !template.deleting()) {
            // What was done could not be noted. The lanes look again when the record is set up.
            return new Intent.Unclear();
        }
        return Intents.of(template, record, member, () -> desired.of(template));
    }

    MemberSituation situation(TemplateKey key, Member member) {
        @Nullable TypeSync sync = types.get(key.type());
        @Nullable MemberRecord recorded = recorded(key, member);
        String schema = schema(key.type(), member.name());
        Health health = members.find(member.name()).map(Member::health).orElse(Health.OFFLINE);
        if (sync == null) {
            return new MemberSituation(health, true, false, null, recorded, schema);
        }
        return new MemberSituation(
                health,
                sync.copies().served(member.name()),
                sync.copies().synced(member.name()),
                sync.copies().find(member.name(), key.key()),
                recorded,
                schema);
    }

    private @Nullable MemberRecord recorded(TemplateKey key, Member member) {
        @Nullable Propagation record = ledger.find(key);
        @Nullable MemberRecord recorded = record == null ? null : record.member(member.name());
        return recorded != null && recorded.memberUid().equals(member.uid()) ? recorded : null;
    }

    /** Whether our copy in a member, as last seen, is what our last apply left. */
    boolean isAsLeft(TemplateKey key, ClusterName name) {
        return members.find(name)
                .filter(member -> SyncPlanner.isAsLeft(copy(key, member), recorded(key, member)))
                .isPresent();
    }

    /**
     * The version of a member's schema of a type: that of its server, and the generation of our copy of the type's definition if it
     * has one.
     *
     * @return empty if it is not known, as for a type whose definition in the member is not ours
     */
    String schema(ResourceType type, ClusterName member) {
        String version = members.find(member).map(Member::version).orElse("");
        ObjectKey definition = ObjectKey.clusterScoped(type.groupResource());
        for (TypeSync sync : types.values()) {
            if (sync.type().groupResource().equals(DEFINITIONS)
                    && sync.templates().store().find(definition) != null) {
                @Nullable Entry copy = sync.copies().find(member, definition);
                return copy == null || version.isEmpty() ? "" : version + " " + copy.generation();
            }
        }
        return version;
    }

    /** Whether the namespace of a template is a template itself that this member is still to get, and that nothing keeps from it. */
    boolean namespaceIsComing(TemplateKey key, Member member) {
        return key.key().namespaced()
                && types.values().stream()
                        .map(TypeSync::type)
                        .filter(TerminatingNamespaces::isNamespaces)
                        .map(type -> new TemplateKey(
                                type, ObjectKey.clusterScoped(key.key().namespace())))
                        .anyMatch(namespace -> isToBeCreated(namespace, member));
    }

    private boolean isToBeCreated(TemplateKey key, Member member) {
        @Nullable Template template = template(key);
        if (template == null || template.deleting()) {
            return false;
        }
        if (!template.guarded() || ledger.find(key) == null) {
            // It was not judged yet.
            return true;
        }
        MemberSituation situation = situation(key, member);
        @Nullable MemberRecord recorded = situation.recorded();
        boolean untried = recorded == null || recorded.state() == MemberRecord.State.WAITING;
        return untried && SyncPlanner.plan(intent(key, member), situation) instanceof Step.Create;
    }

    /** Our copy in a member, as last seen. */
    @Nullable Entry copy(TemplateKey key, Member member) {
        @Nullable TypeSync sync = types.get(key.type());
        return sync == null ? null : sync.copies().find(member.name(), key.key());
    }

    /**
     * What status is made from: one entry per member that should have a copy, or has one that is kept; null while a member is still
     * being read for the first time.
     */
    @Nullable List<Copy> copies(Template template) {
        @Nullable TypeSync sync = types.get(template.key().type());
        if (sync == null || !knows(template.key().type())) {
            return null;
        }
        List<Copy> copies = new ArrayList<>();
        for (Member member : members.all()) {
            if (sync.copies().coming(member.name())) {
                return null;
            }
            Intent intent = intent(template.key(), member);
            @Nullable Entry entry = copy(template.key(), member);
            if (intent instanceof Intent.Present present) {
                copies.add(
                        entry == null
                                ? new Copy(member.name(), false, 0, null)
                                : copy(member, entry, present.desired().hash()));
            } else if (intent instanceof Intent.Idle idle && entry != null) {
                copies.add(copy(member, entry, idle.desired().hash()));
            } else if (entry != null && !(intent instanceof Intent.Absent)) {
                // Nothing can be told of what it should be, but it is there.
                copies.add(copy(member, entry, ""));
            }
        }
        return copies;
    }

    private static Copy copy(Member member, Entry entry, String wanted) {
        return new Copy(member.name(), entry.applied().equals(wanted), entry.generation(), Json.object(entry.status()));
    }
}
