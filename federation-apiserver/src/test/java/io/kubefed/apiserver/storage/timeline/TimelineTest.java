package io.kubefed.apiserver.storage.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.Encoded;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class TimelineTest {

    @Test
    void beginsWithValuesAndWithoutAPast() {
        Timeline timeline = new Timeline(700, List.of(value("/a/x", 650), value("/b/x", 700)), 10);

        assertThat(timeline.range(RangeQuery.all("/a/")).items()).hasToString("[/a/x@650]");
        assertThat(timeline.revision()).isEqualTo(700);
        assertThat(timeline.range(new RangeQuery("/a/", "", 0, 700)).items()).hasToString("[/a/x@650]");
        assertThatExceptionOfType(StorageException.Compacted.class)
                .isThrownBy(() -> timeline.range(new RangeQuery("/a/", "", 0, 699)));
        StepVerifier.create(timeline.watch("/a/", 699, Flux.never()))
                .expectError(StorageException.Compacted.class)
                .verify();
    }

    @Test
    void appendsManyWritesAsOne() {
        Timeline timeline = new Timeline(100, 10);
        List<Change> changes = List.of(Change.put(null, value("/a/x", 101)), Change.put(null, value("/b/x", 102)));

        timeline.append(changes);

        assertThat(timeline.revision()).isEqualTo(102);
        StepVerifier.create(timeline.watch("/b/", 100, Flux.never()).map(Object::toString))
                .expectNext("+/b/x@102")
                .thenCancel()
                .verify();
    }

    @Test
    void sendsFollowersAwayWhenItBeginsAnew() {
        Timeline timeline = new Timeline(100, List.of(value("/a/x", 90)), 10);
        StepVerifier idle = StepVerifier.create(timeline.watch("/a/", 100, Flux.never()), 0)
                .expectErrorMessage("revision 100 is gone, the history begins at 200")
                .verifyLater();

        timeline.restart(200, List.of(value("/a/y", 150)));

        idle.verify();
        assertThat(timeline.openWatches()).isZero();
        assertThat(state(timeline, 0)).isEqualTo("[/a/y@150]");
        timeline.append(Change.put(null, value("/a/z", 201)));
        StepVerifier.create(timeline.watch("/a/", 200, Flux.never()).map(Object::toString))
                .expectNext("+/a/z@201")
                .thenCancel()
                .verify();
    }

    /** The state at any revision of the history is what it was then. */
    @Property(tries = 200)
    void readsTheStateOfThePast(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 5) Integer> writes) {
        Timeline timeline = new Timeline(100, 1_000);
        TreeMap<Long, String> states = new TreeMap<>();
        for (int i = 0; i < writes.size(); i++) {
            String key = "/a/" + writes.get(i);
            Stored present = timeline.find(key);
            timeline.append(
                    present != null && i % 3 == 0
                            ? Change.removal(present, present.at(101 + i))
                            : Change.put(present, value(key, 101 + i)));
            states.put(101L + i, state(timeline, 0));
        }

        states.forEach((revision, state) -> {
            assertThat(state(timeline, revision)).isEqualTo(state);
            assertThat(inPages(timeline, revision)).isEqualTo(state);
        });
    }

    private static String inPages(Timeline timeline, long revision) {
        Range page = timeline.range(new RangeQuery("/a/", "", 2, revision));
        List<Stored> items = new ArrayList<>(page.items());
        while (page.remaining() > 0) {
            int before = page.remaining();
            String behind = items.get(items.size() - 1).key() + '\0';
            page = timeline.range(new RangeQuery("/a/", behind, 2, revision));
            assertThat(page.remaining()).isEqualTo(Math.max(0, before - 2));
            items.addAll(page.items());
        }
        return items.toString();
    }

    @Test
    void keepsToItsPrefixWhereverAPageBegins() {
        Timeline timeline =
                new Timeline(100, List.of(value("/a/n/x", 90), value("/a/o/x", 91), value("/b/n/x", 92)), 10);

        assertThat(timeline.range(new RangeQuery("/a/n/", "/a/", 0, 0)).items()).hasToString("[/a/n/x@90]");
        assertThat(timeline.range(new RangeQuery("/a/n/", "/b/", 0, 0)).items()).isEmpty();
    }

    private static String state(Timeline timeline, long revision) {
        return timeline.range(new RangeQuery("/a/", "", 0, revision)).items().toString();
    }

    private static Stored value(String key, long revision) {
        return Encoded.of(Json.object()).at(key, revision);
    }
}
