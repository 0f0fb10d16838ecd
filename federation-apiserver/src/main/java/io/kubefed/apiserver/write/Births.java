package io.kubefed.apiserver.write;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;

/** What new objects get by time and chance. */
public final class Births {

    /** Letters and digits of generated names: no vowels, nothing that looks like another. */
    private static final String NAME_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_CHARS = 5;
    private static final int PREFIX_CHARS = 63 - SUFFIX_CHARS;

    private final Scheduler timer;
    private final RandomGenerator random;

    /** Time is that of {@code timer}, chance comes from {@code random}. */
    public Births(Scheduler timer, RandomGenerator random) {
        this.timer = timer;
        this.random = random;
    }

    /** Now, in whole seconds as objects show it. */
    public Instant now() {
        return Instant.ofEpochMilli(timer.now(MILLISECONDS)).truncatedTo(ChronoUnit.SECONDS);
    }

    /** A random UUID, version 4. */
    public synchronized String uid() {
        long high = random.nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** A name that begins with {@code prefix}. */
    public synchronized String name(String prefix) {
        StringBuilder name =
                new StringBuilder(prefix.length() > PREFIX_CHARS ? prefix.substring(0, PREFIX_CHARS) : prefix);
        for (int i = 0; i < SUFFIX_CHARS; i++) {
            name.append(NAME_ALPHABET.charAt(random.nextInt(NAME_ALPHABET.length())));
        }
        return name.toString();
    }
}
