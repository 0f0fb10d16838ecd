package io.kubefed.fcp.apiserver;

import io.kubefed.core.error.PermanentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What some files say, read again when their content changes. A change that cannot be understood is logged, and the old value stays.
 *
 * @param <T> what they say
 */
final class WatchedFiles<T> implements Supplier<T> {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final List<Path> files;
    private final Function<List<String>, T> reader;
    private volatile Read<T> newest;

    private record Read<T>(List<String> texts, T value) {}

    /**
     * Reads the files. Blocks.
     *
     * @param reader makes a value of the contents, in the order of the files
     * @throws PermanentException if they cannot be read or understood
     */
    WatchedFiles(List<Path> files, Function<List<String>, T> reader) {
        this.files = List.copyOf(files);
        this.reader = reader;
        List<String> texts = texts();
        this.newest = new Read<>(texts, reader.apply(texts));
    }

    private List<String> texts() {
        return files.stream().map(Pem::text).toList();
    }

    @Override
    public T get() {
        return newest.value();
    }

    /** Looks at the files now and then; never completes. */
    Mono<Void> run(Scheduler timer, Scheduler blocking) {
        return files.isEmpty()
                ? Mono.never()
                : Flux.interval(EVERY, timer)
                        .onBackpressureDrop()
                        .concatMap(tick -> Mono.fromRunnable(this::look).subscribeOn(blocking), 1)
                        .then();
    }

    /** Reads the files, and takes what they say if it is new. Blocks. */
    void look() {
        try {
            List<String> texts = texts();
            if (!texts.equals(newest.texts())) {
                newest = new Read<>(texts, reader.apply(texts));
                LOG.atInfo().addKeyValue("files", files).log("changed and read again");
            }
        } catch (PermanentException unreadable) {
            LOG.atWarn()
                    .addKeyValue("files", files)
                    .addKeyValue("error", unreadable.getMessage())
                    .log("changed, and cannot be used; what was there before stays");
        }
    }
}
