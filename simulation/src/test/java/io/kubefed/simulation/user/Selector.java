package io.kubefed.simulation.user;

import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The selectors that users write, with what they mean: told here a second time, so that the controllers are not their own judge. */
public enum Selector {
    EVERYWHERE(null, labels -> true),
    EUROPE(
            "[{\"key\":\"region\",\"operator\":\"in\",\"values\":[\"eu\"]}]",
            labels -> "eu".equals(labels.get("region"))),
    NOT_EUROPE(
            "[{\"key\":\"region\",\"operator\":\"notin\",\"values\":[\"eu\"]}]",
            labels -> !"eu".equals(labels.get("region"))),
    FAST("[{\"key\":\"fast\",\"operator\":\"exists\"}]", labels -> labels.containsKey("fast")),
    NOWHERE("[{\"key\":\"region\",\"operator\":\"in\",\"values\":[\"moon\"]}]", labels -> false),
    INVALID("[{\"key\":\"region\",\"operator\":\"near\"}]", labels -> false);

    private final @Nullable String annotation;
    private final Predicate<Map<String, String>> meaning;

    Selector(@Nullable String annotation, Predicate<Map<String, String>> meaning) {
        this.annotation = annotation;
        this.meaning = meaning;
    }

    /** Any of them, most often the first. */
    static Selector any(RandomGenerator chance) {
        return chance.nextBoolean() ? EVERYWHERE : values()[chance.nextInt(values().length)];
    }

    /** The selector that a template's annotation stands for. */
    public static Selector of(@Nullable String annotation) {
        for (Selector selector : values()) {
            if (java.util.Objects.equals(annotation, selector.annotation)) {
                return selector;
            }
        }
        throw new IllegalArgumentException("no user writes this selector: " + annotation);
    }

    /** The value of the annotation; null for none. */
    @Nullable String annotation() {
        return annotation;
    }

    /** Whether a member with these labels is meant. */
    public boolean selects(Map<String, String> labels) {
        return meaning.test(labels);
    }
}
