package io.kubefed.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.plan.Template;
import io.kubefed.sync.status.StatusReporter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Aggregates status from memory, by the rules of the type. */
record StatusSource(Memory memory) implements StatusReporter.Source {

    @Override
    public @Nullable Template template(TemplateKey key) {
        return memory.template(key);
    }

    @Override
    public Optional<ObjectNode> aggregate(Template template) {
        @Nullable TypeSync sync = memory.types().get(template.key().type());
        return sync == null || !template.guarded()
                ? Optional.empty()
                : sync.adapter().aggregate(template.object(), memory.copies(template));
    }
}
