package io.kubefed.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.adapter.TypeAdapter.Copy;
import io.kubefed.sync.plan.Template;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.Split;
import io.kubefed.sync.status.StatusReporter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates status from memory, by the rules of the type.
 *
 * @param replicas learns how the replicas of a template stand, whenever its copies changed
 */
record StatusSource(Memory memory, BiConsumer<TemplateKey, Split> replicas) implements StatusReporter.Source {

    @Override
    public @Nullable Template template(TemplateKey key) {
        return memory.template(key);
    }

    @Override
    public Optional<ObjectNode> aggregate(Template template) {
        @Nullable TypeSync sync = memory.types().get(template.key().type());
        if (sync == null || !template.guarded()) {
            return Optional.empty();
        }
        @Nullable List<Copy> copies = memory.copies(template);
        if (copies == null) {
            return Optional.empty();
        }
        remember(template, copies);
        return sync.adapter().aggregate(template.object(), copies);
    }

    /** The record shows what is ready in each member; the template shows the sum. */
    private void remember(Template template, List<Copy> copies) {
        Map<ClusterName, Integer> ready = Replicas.ready(copies);
        memory.ledger().updateIfPresent(template.key(), record -> {
            @Nullable Split split = record.split();
            return split == null || !record.templateUid().equals(template.uid())
                    ? record
                    : record.with(split.withReady(ready));
        });
        @Nullable Propagation record = memory.ledger().find(template.key());
        if (record != null && record.split() != null) {
            replicas.accept(template.key(), record.split());
        }
    }
}
