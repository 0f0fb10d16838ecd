package io.kubefed.apiserver.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class MemoryStorageTest extends StorageContract {

    @Override
    protected Storage open(int history) {
        return new MemoryStorage(100, history);
    }

    @Override
    protected void close(Storage storage) {}

    @Test
    void keepsOrderWhenASubscriberWritesAtOnceWhileItIsTold() {
        MemoryStorage storage = new MemoryStorage(100, 5);
        List<String> told = new ArrayList<>();
        var watch = storage.watch("/a/", 100, Flux.never()).subscribe(signal -> {
            told.add(signal.toString());
            if (signal.revision() < 104) {
                storage.store("/a/" + signal.revision(), 0, Json.object());
            }
        });

        storage.store("/a/x", 0, Json.object());
        watch.dispose();

        assertThat(told).containsExactly("+/a/x@101", "+/a/101@102", "+/a/102@103", "+/a/103@104");
    }
}
