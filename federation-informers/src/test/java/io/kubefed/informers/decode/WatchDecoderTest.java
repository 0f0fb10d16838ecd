package io.kubefed.informers.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.TransientException;
import io.kubefed.informers.store.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WatchDecoderTest {

    private static final String[] TYPES = {"ADDED", "MODIFIED", "DELETED"};

    private static final class Heard implements WatchListener {

        final List<String> signals = new ArrayList<>();
        final List<Entry> entries = new ArrayList<>();
        final WatchDecoder decoder = new WatchDecoder(DecodedEntry.EVERYTHING, new KeyTable(), this);

        @Override
        public void saved(Entry entry) {
            signals.add("saved");
            entries.add(entry);
        }

        @Override
        public void deleted(Entry entry) {
            signals.add("deleted");
            entries.add(entry);
        }

        @Override
        public void bookmark(String resourceVersion, boolean initialEventsEnd) {
            signals.add("bookmark " + resourceVersion + " " + initialEventsEnd);
        }

        @Override
        public void error(ApiStatus status) {
            signals.add("error " + status.code());
        }

        void feed(String text) {
            decoder.feed(ByteBuffer.wrap(text.getBytes(UTF_8)));
        }
    }

    @Property(tries = 300)
    void readsWhatJacksonReadsHoweverTheBytesAreCut(@ForAll long seed) {
        Heard heard = new Heard();
        RandomJson random = new RandomJson(seed);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<ObjectNode> objects = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1 + random.number(4); i++) {
            ObjectNode object = random.kubernetesObject("name-" + i);
            String type = TYPES[random.number(TYPES.length)];
            ObjectNode event = random.object(2).put("type", type);
            event.set("object", object);
            wire.writeBytes(DecodedEntry.bytes(random.shuffled(event)));
            wire.write('\n');
            objects.add(object);
            expected.add(type.equals("DELETED") ? "deleted" : "saved");
        }

        random.cut(wire.toByteArray()).forEach(piece -> heard.decoder.feed(ByteBuffer.wrap(piece)));
        heard.decoder.end();

        assertThat(heard.signals).isEqualTo(expected);
        for (int i = 0; i < objects.size(); i++) {
            DecodedEntry.assertSame(heard.entries.get(i), objects.get(i));
        }
    }

    @Property(tries = 300)
    void refusesWhatIsCutOff(@ForAll long seed) {
        Heard heard = new Heard();
        RandomJson random = new RandomJson(seed);
        byte[] event = ("{\"type\":\"ADDED\",\"object\":" + random.kubernetesObject("name") + "}").getBytes(UTF_8);

        heard.decoder.feed(ByteBuffer.wrap(event, 0, 1 + random.number(event.length - 1)));

        assertThatThrownBy(heard.decoder::end).isInstanceOf(TransientException.class);
        assertThat(heard.signals).isEmpty();
    }

    @Test
    void goesByTheLastTypeWhereverItStands() {
        Heard heard = new Heard();

        heard.feed("{\"object\":{\"metadata\":{\"name\":\"a\"}},\"type\":\"DELETED\"}\n");
        heard.feed("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\"}},\"type\":\"DELETED\"}\n");
        heard.feed("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\"},\"code\":410},\"type\":\"ERROR\"}\n");

        assertThat(heard.signals).containsExactly("deleted", "deleted", "error 410");
    }

    @Test
    void refusesWhatGoesOnBehindAnEvent() {
        Heard heard = new Heard();

        assertThatThrownBy(() -> heard.feed("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\"}}}}\n"))
                .isInstanceOf(TransientException.class);

        assertThat(heard.signals).isEmpty();
    }
}
