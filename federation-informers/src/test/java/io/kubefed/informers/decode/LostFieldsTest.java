package io.kubefed.informers.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.error.ApiStatus;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.ObjectStore;
import io.kubefed.informers.store.Projection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ownership is kept in full only while a copy differs from how we left it. */
class LostFieldsTest {

    private static final String WHOLE = "{\"f:spec\":{\"f:a\":{},\"f:b\":{}}}";
    private static final String LESS = "{\"f:spec\":{\"f:a\":{}}}";
    private static final String THEIRS = "{\"f:spec\":{\"f:b\":{}}}";

    private final ObjectStore store = new ObjectStore();

    private Entry event(String uid, String applied, @Nullable String ours, boolean lostFields) {
        String mine = ours == null
                ? ""
                : "{\"manager\":\"fcp\",\"operation\":\"Apply\",\"time\":\"1\",\"fieldsV1\":" + ours + "},";
        String line = "{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"name\":\"x\",\"uid\":\"" + uid
                + "\",\"annotations\":{\"federation.kubefed.io/applied\":\"" + applied + "\"},\"managedFields\":["
                + mine
                + "{\"manager\":\"kubectl\",\"operation\":\"Update\",\"time\":\"2\",\"fieldsV1\":" + THEIRS
                + "}]}}}\n";
        Projection projection = new Projection("fcp", false, false, false, lostFields);
        new WatchDecoder(projection, new KeyTable(), store::find, new Into(store))
                .feed(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        Entry[] seen = new Entry[1];
        store.forEach(entry -> seen[0] = entry);
        return seen[0];
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void keepsNothingWhileNothingIsLost() {
        for (int i = 0; i < 2; i++) {
            Entry same = event("1", "h", WHOLE, true);
            assertThat(same.ownedFields()).isNull();
            assertThat(same.rivalFields()).isNull();
        }
    }

    @Test
    void keepsWhatIsLeftAndWhatTheRivalHasUntilItIsPutRight() {
        event("1", "h", WHOLE, true);

        for (int i = 0; i < 2; i++) {
            Entry drifted = event("1", "h", LESS, true);
            assertThat(text(drifted.ownedFields())).isEqualTo(LESS);
            assertThat(text(drifted.rivalFields())).isEqualTo(THEIRS);
        }
        Entry reset = event("1", "h", null, true);
        assertThat(reset.ownedFields()).isNull();
        assertThat(text(reset.rivalFields())).isEqualTo(THEIRS);
    }

    @Test
    void takesAnApplyOfOursAndAnotherObjectForNoLoss() {
        event("1", "h", WHOLE, true);

        assertThat(event("1", "h2", LESS, true).ownedFields()).isNull();
        assertThat(event("2", "h2", WHOLE, true).ownedFields()).isNull();
    }

    @Test
    void keepsNothingWhereNobodyAsks() {
        event("1", "h", WHOLE, false);

        assertThat(event("1", "h", LESS, false).ownedFields()).isNull();
    }

    private record Into(ObjectStore store) implements WatchListener {

        @Override
        public void saved(Entry entry) {
            store.put(entry);
        }

        @Override
        public void deleted(Entry entry) {
            store.remove(entry.key());
        }

        @Override
        public void bookmark(String version, boolean initialEnd) {
            throw new AssertionError("no bookmark was sent");
        }

        @Override
        public void error(ApiStatus status) {
            throw new AssertionError(status);
        }
    }
}
