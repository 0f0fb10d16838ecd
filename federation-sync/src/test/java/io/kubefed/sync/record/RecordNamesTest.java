package io.kubefed.sync.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import org.junit.jupiter.api.Test;

class RecordNamesTest {

    private static final TemplateKey ONE = template("example.com", "v1", "foo.x");
    private static final TemplateKey OTHER = template("example.com.foo", "v1", "x");
    private static final ObjectKey PLAIN = new ObjectKey("web", "widgets.example.com.foo.x");

    private final RecordNames names = new RecordNames();

    private static TemplateKey template(String group, String version, String name) {
        return new TemplateKey(new ResourceType(group, version, "widgets", "Widget", true), new ObjectKey("web", name));
    }

    @Test
    void keepsTwoTemplatesOfTheSameReadableNameApart() {
        assertThat(names.of(ONE)).isEqualTo(PLAIN);
        assertThat(names.of(OTHER)).isNotEqualTo(PLAIN);
        assertThat(names.of(OTHER).name()).matches("widgets\\.example\\.com\\.foo\\.x-[0-9a-f]{16}");
        assertThat(names.of(ONE)).isEqualTo(PLAIN);
    }

    @Test
    void keepsWhatWasStoredWhoeverIsAskedFirst() {
        ObjectKey hashed = new RecordNamesTest().second();

        assertThat(names.found(OTHER, hashed)).isTrue();
        assertThat(names.found(ONE, PLAIN)).isTrue();
        assertThat(names.of(OTHER)).isEqualTo(hashed);
        assertThat(names.of(ONE)).isEqualTo(PLAIN);
    }

    private ObjectKey second() {
        names.of(ONE);
        return names.of(OTHER);
    }

    @Test
    void hashesByTheTemplateAndNotByTheNameThatTwoOfThemShare() {
        assertThat(RecordCodec.hashedRecordKey(ONE)).isNotEqualTo(RecordCodec.hashedRecordKey(OTHER));
    }

    @Test
    void isNotMisledByCopiesOfARecord() {
        assertThat(names.found(ONE, new ObjectKey("web", "copy"))).isFalse();
        assertThat(names.of(ONE)).isEqualTo(PLAIN);
        assertThat(names.found(ONE, RecordCodec.hashedRecordKey(ONE))).isFalse();
        assertThat(names.found(OTHER, PLAIN)).isFalse();
    }

    @Test
    void isTheSameForEveryVersionOfAType() {
        names.of(ONE);

        assertThat(names.of(template("example.com", "v2", "foo.x"))).isEqualTo(PLAIN);
    }

    @Test
    void letsANameGoWithItsRecord() {
        names.of(ONE);
        names.release(ONE);

        assertThat(names.of(OTHER)).isEqualTo(PLAIN);
    }
}
