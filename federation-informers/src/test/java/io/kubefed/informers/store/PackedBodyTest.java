package io.kubefed.informers.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.model.ObjectKey;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PackedBodyTest {

    private static byte[] configMap(int lines) {
        StringBuilder json = new StringBuilder("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"data\":{\"a\":\"");
        for (int i = 0; i < lines; i++) {
            json.append("listen = 0.0.0.0:").append(8000 + i).append("\\n");
        }
        return json.append("\"}}").toString().getBytes(UTF_8);
    }

    @Test
    void givesBackWhatAnEntryWasMadeOf() {
        byte[] body = configMap(500);
        Entry entry = new Entry(
                new ObjectKey("web", "a"), "u", "1", 0, false, "", "", 0, "", "", null, null, body.clone(), null);

        assertThat(entry.body()).isEqualTo(body);
        assertThat(PackedBody.pack(body)).hasSizeLessThan(body.length / 3);
    }

    @Test
    void leavesSmallBodiesAlone() {
        byte[] body = configMap(10);

        assertThat(PackedBody.pack(body)).isSameAs(body);
        assertThat(PackedBody.unpack(body)).isSameAs(body);
    }

    @Test
    void leavesAloneWhatDoesNotShrink() {
        byte[] noise = new byte[4_000];
        new Random(1).nextBytes(noise);
        noise[0] = '{';

        assertThat(PackedBody.pack(noise)).isSameAs(noise);
    }

    @Test
    void packsOnce() {
        byte[] packed = PackedBody.pack(configMap(500));

        assertThat(PackedBody.pack(packed)).isSameAs(packed);
    }

    @Property
    void losesNothing(
            @ForAll long seed,
            @ForAll @IntRange(max = 20_000) int length,
            @ForAll @IntRange(min = 1, max = 96) int letters) {
        Random random = new Random(seed);
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) (' ' + random.nextInt(letters));
        }

        assertThat(PackedBody.unpack(PackedBody.pack(body))).isEqualTo(body);
    }
}
