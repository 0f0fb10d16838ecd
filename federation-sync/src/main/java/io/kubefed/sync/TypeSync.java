package io.kubefed.sync;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.informer.FederatedInformer;
import io.kubefed.informers.informer.Informer;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.adapter.TypeAdapter;
import io.kubefed.sync.plan.PropagationScope;
import io.kubefed.sync.plan.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One type of template: where its templates are seen, where its copies are seen, and its rules.
 *
 * @param type the type, in the federation API's version
 * @param adapter its rules
 * @param templates the templates, with their bodies
 * @param copies our copies in all members
 * @param read templates as they were read last
 */
record TypeSync(
        ResourceType type, TypeAdapter adapter, Informer templates, FederatedInformer copies, TemplateCache read) {

    /** The template, or null if there is none, or it is none that goes out. */
    @Nullable Template template(ObjectKey key, boolean labelledOnly) {
        if (PropagationScope.belongsToOneCluster(type, key)) {
            return null;
        }
        @Nullable Entry entry = templates.store().find(key);
        if (entry == null) {
            return null;
        }
        Template template = read.of(new TemplateKey(type, key), entry);
        return template.goesOut(adapter, labelledOnly) ? template : null;
    }

    /** The keys of all templates at this moment. */
    List<ObjectKey> keys() {
        return templates.store().keys();
    }

    /**
     * Follows templates and copies.
     *
     * @return completes never
     */
    Mono<Void> run() {
        return Flux.merge(templates.run(), copies.run()).then();
    }
}
