package io.kubefed.sync.ownership;

import io.kubefed.core.model.TemplateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a quarrel with a rival from becoming a storm: five repairs of one copy in a minute, then one a minute, until the rival was
 * quiet for ten.
 *
 * <p>Holds only what drifted in the last ten minutes. Thread-safe; time is handed in.
 */
public final class DriftBrake {

    private static final int FREE = 5;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration QUIET = Duration.ofMinutes(10);

    private final Map<TemplateKey, Quarrel> quarrels = new ConcurrentHashMap<>();

    /**
     * Asks to repair a copy.
     *
     * @return zero if it may be done now, which is then counted; otherwise how long to wait
     */
    public Duration ask(TemplateKey key, Instant now) {
        forgetQuiet(now);
        @Nullable Quarrel quarrel = quarrels.get(key);
        if (quarrel == null) {
            quarrels.put(key, new Quarrel(1, now));
            return Duration.ZERO;
        }
        boolean free = quarrel.repairs < FREE;
        Duration sinceLast = Duration.between(quarrel.last, now);
        if (free || sinceLast.compareTo(WINDOW) >= 0) {
            quarrels.put(key, new Quarrel(quarrel.repairs + 1, now));
            return Duration.ZERO;
        }
        return WINDOW.minus(sinceLast);
    }

    private void forgetQuiet(Instant now) {
        quarrels.values()
                .removeIf(quarrel -> Duration.between(quarrel.last, now).compareTo(QUIET) > 0);
    }

    private record Quarrel(int repairs, Instant last) {}
}
