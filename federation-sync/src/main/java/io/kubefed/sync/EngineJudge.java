package io.kubefed.sync;

import io.kubefed.core.loop.Priority;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.decode.EntryDecoder;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import io.kubefed.sync.apply.Judge;
import io.kubefed.sync.plan.Step;
import io.kubefed.sync.plan.SyncPlanner;
import io.kubefed.sync.plan.Template;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Judges from memory, and tells those who wait for a member's answer. */
final class EngineJudge implements Judge {

    private final Memory memory;
    private final Projection projection;
    private final KeyTable keys;
    private final BiConsumer<TemplateKey, Priority> templates;
    private final java.util.function.Consumer<TemplateKey> namespaces;

    /**
     * @param templates has a template judged again
     * @param namespaces learns of a namespace that was applied in a member
     */
    EngineJudge(
            Memory memory,
            Projection projection,
            KeyTable keys,
            BiConsumer<TemplateKey, Priority> templates,
            java.util.function.Consumer<TemplateKey> namespaces) {
        this.memory = memory;
        this.projection = projection;
        this.keys = keys;
        this.templates = templates;
        this.namespaces = namespaces;
    }

    @Override
    public Step step(TemplateKey key, Member member) {
        Step step = SyncPlanner.plan(memory.intent(key, member), memory.situation(key, member));
        return step instanceof Step.Create && memory.namespaceIsComing(key, member)
                ? new Step.Await("namespace " + key.key().namespace() + " goes first")
                : step;
    }

    @Override
    public String schema(ResourceType type, Member member) {
        return memory.schema(type, member.name());
    }

    @Override
    public Entry read(byte[] object) {
        return EntryDecoder.decode(object, projection, keys);
    }

    @Override
    public void saved(TemplateKey key, Member member, Entry copy) {
        @Nullable TypeSync sync = memory.types().get(key.type());
        if (sync != null) {
            sync.copies().offer(member.name(), copy);
        }
    }

    @Override
    public void progressed(TemplateKey key, Member member, Step step) {
        boolean mayBeDone = step instanceof Step.Forget || step instanceof Step.VerifyGone;
        if (mayBeDone && isLeaving(key)) {
            templates.accept(key, Priority.HIGH);
        }
        followNamespace(key, step);
    }

    @Override
    public void failed(TemplateKey key, Step step) {
        // A namespace that cannot be created may be there all the same: its content finds out.
        followNamespace(key, step);
    }

    private void followNamespace(TemplateKey key, Step step) {
        if (step instanceof Step.Create && TerminatingNamespaces.isNamespaces(key.type())) {
            namespaces.accept(key);
        }
    }

    private boolean isLeaving(TemplateKey key) {
        @Nullable Template template = memory.template(key);
        return template == null || template.deleting();
    }
}
