package io.kubefed.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kubefed.sync.plan.Desired;
import io.kubefed.sync.plan.Template;

/**
 * The bodies made of templates, so that one template is serialised once for all its members. Bounded by bytes; what is not there is
 * made again.
 */
final class DesiredCache {

    private static final long MOST_BYTES = 32L << 20;

    private final Surroundings surroundings;
    private final Cache<Version, Desired> cache = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Version version, Desired desired) -> desired.size())
            .executor(Runnable::run)
            .build();

    private record Version(String uid, String resourceVersion) {}

    DesiredCache(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Desired of(Template template) {
        Version version = new Version(template.uid(), template.object().resourceVersion());
        return cache.get(version, ignored -> make(template));
    }

    private Desired make(Template template) {
        return Desired.of(template, surroundings.adapters().of(template.key().type()), surroundings.federation());
    }
}
