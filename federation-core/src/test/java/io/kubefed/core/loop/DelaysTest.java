package io.kubefed.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DelaysTest {

    @Property
    void yieldsWhatWasPutLastForEachKeyInOrderOfTime(@ForAll long seed) {
        Random random = new Random(seed);
        Delays<Integer> delays = new Delays<>();
        Map<Integer, Long> model = new HashMap<>();
        List<Entry<Integer>> entries = new ArrayList<>();
        for (int key = 0; key < 20; key++) {
            entries.add(Entry.wanted(key, "", Ranks.LOW));
        }

        for (int i = 0; i < 200; i++) {
            Entry<Integer> entry = entries.get(random.nextInt(entries.size()));
            if (random.nextInt(3) == 0) {
                delays.remove(entry);
                model.remove(entry.key);
            } else {
                long until = random.nextInt(50);
                delays.put(entry, until);
                model.put(entry.key, until);
            }
            assertThat(delays.size()).isEqualTo(model.size());
        }

        long last = Long.MIN_VALUE;
        while (!delays.isEmpty()) {
            Entry<Integer> first = delays.first();
            assertThat(delays.next()).isGreaterThanOrEqualTo(last).isEqualTo(model.remove(first.key));
            last = delays.next();
            delays.remove(first);
        }
        assertThat(model).isEmpty();
    }
}
