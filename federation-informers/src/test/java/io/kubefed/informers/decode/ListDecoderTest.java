package io.kubefed.informers.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.error.TransientException;
import io.kubefed.informers.store.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ListDecoderTest {

    private static final class Heard implements ListListener {

        final List<String> ends = new ArrayList<>();
        final List<Entry> entries = new ArrayList<>();
        final ListDecoder decoder = new ListDecoder(DecodedEntry.EVERYTHING, new KeyTable(), this);

        @Override
        public void item(Entry entry) {
            entries.add(entry);
        }

        @Override
        public void end(String resourceVersion, String continueToken) {
            ends.add(resourceVersion + " " + continueToken);
        }
    }

    @Property(tries = 300)
    void readsWhatJacksonReadsHoweverTheBytesAreCut(@ForAll long seed) {
        Heard heard = new Heard();
        RandomJson random = new RandomJson(seed);
        List<ObjectNode> objects = new ArrayList<>();
        String token = random.text();

        random.cut(page(random, objects, token)).forEach(piece -> heard.decoder.feed(ByteBuffer.wrap(piece)));
        heard.decoder.end();

        assertThat(heard.ends).containsExactly("42 " + token);
        assertThat(heard.entries).hasSameSizeAs(objects);
        for (int i = 0; i < objects.size(); i++) {
            DecodedEntry.assertSame(heard.entries.get(i), objects.get(i));
        }
    }

    @Property(tries = 300)
    void refusesWhatIsCutOff(@ForAll long seed) {
        Heard heard = new Heard();
        RandomJson random = new RandomJson(seed);
        byte[] page = page(random, new ArrayList<>(), "");

        heard.decoder.feed(ByteBuffer.wrap(page, 0, 1 + random.number(page.length - 1)));

        assertThatThrownBy(heard.decoder::end).isInstanceOf(TransientException.class);
        assertThat(heard.ends).isEmpty();
    }

    private static byte[] page(RandomJson random, List<ObjectNode> objects, String token) {
        ObjectNode list = random.object(1);
        ArrayNode items = list.putArray("items");
        for (int i = 0; i < random.number(4); i++) {
            objects.add(random.kubernetesObject("name-" + i));
            items.add(objects.get(i));
        }
        list.set("metadata", random.object(2).put("resourceVersion", "42").put("continue", token));
        return DecodedEntry.bytes(random.shuffled(list));
    }
}
