package io.kubefed.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.plan.Template;
import org.jspecify.annotations.Nullable;

/**
 * Templates as they were read last, so that one version is parsed once for all its members and steps. Bounded by the bytes of their
 * bodies, of which a template takes several times as many; what is not there is read again.
 */
final class TemplateCache {

    private static final long MOST_BYTES = 4L << 20;

    private final Cache<Entry, Template> templates = Caffeine.newBuilder()
            // The store makes a new entry for every version, and lets the old one go.
            .weakKeys()
            .maximumWeight(MOST_BYTES)
            .weigher((Entry entry, Template template) -> bytes(entry))
            .executor(Runnable::run)
            .build();

    private static int bytes(Entry entry) {
        byte @Nullable [] body = entry.body();
        return body == null ? 0 : body.length;
    }

    Template of(TemplateKey key, Entry entry) {
        return templates.get(entry, stored -> Template.of(key, stored));
    }
}
