package io.kubefed.apiserver.storage.embedded;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.storage.Encoded;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException.Unavailable;
import io.kubefed.apiserver.storage.StorageSignal;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.storage.timeline.Timeline;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@link Storage} in one directory: what was acknowledged survives the end of the process in any way, and a power failure as far as
 * the disk keeps its promises.
 *
 * <p>Reads come from memory, on the caller's thread. Writes wait for one thread that commits together what came together, so that
 * many writers share one sync of the disk; they are answered, and followers told, on a thread of the scheduler that was given.
 *
 * <p>Revisions go on after a restart where they were. After a stop without {@link #close} they leap: had the disk lost its newest
 * writes after all, a client that saw them must not meet their revisions again. The history begins anew each time: what is older than
 * the restart is {@link io.kubefed.apiserver.storage.StorageException.Compacted}.
 */
public final class EmbeddedStorage implements Storage, AutoCloseable {

    private final Path directory;
    private final Timeline timeline;
    private final Intake<Write> intake;
    private final Thread writer;
    private final DirectoryLock lock;
    private final Scheduler.Worker answers;

    EmbeddedStorage(Path directory, Opened opened, DirectoryLock lock, Scheduler.Worker answers) {
        this.directory = directory;
        this.timeline = opened.timeline();
        this.lock = lock;
        this.answers = answers;
        this.intake = new Intake<>();
        this.writer =
                new Thread(new WriterThread(intake, opened.timeline(), opened.committer(), answers), "storage-writer");
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Opens the store in a directory, or makes one there. Reads all of it, and blocks meanwhile.
     *
     * @param directory made if it is not there, for its owner only
     * @param firstRevision the revision before the first write of a new store
     * @param historyLimit how many writes can be looked back, 1 or more
     * @param answers where writers are answered and followers told, on one of its threads at a time
     * @throws UnusableStoreException if another process has it, a newer version wrote it, or something in it is damaged; the message
     *     says what to do
     */
    public static EmbeddedStorage open(Path directory, long firstRevision, int historyLimit, Scheduler answers) {
        return Opened.store(directory, Connections.DRIVER, firstRevision, historyLimit, answers);
    }

    @Override
    public Mono<Stored> find(String key) {
        return Mono.fromSupplier(() -> timeline.find(key));
    }

    @Override
    public Mono<Range> range(RangeQuery query) {
        return Mono.fromSupplier(() -> timeline.range(query));
    }

    @Override
    public Mono<Stored> put(String key, long expected, ObjectNode content) {
        return Mono.defer(() -> write(key, expected, Encoded.of(content)));
    }

    @Override
    public Mono<Stored> delete(String key, long expected) {
        return write(key, expected, null);
    }

    private Mono<Stored> write(String key, long expected, @Nullable Encoded value) {
        requireNonNull(key, "key");
        return Mono.create(sink -> {
            if (!intake.offer(new Write(key, expected, value, sink))) {
                sink.error(new Unavailable("the store in " + directory + " is closed"));
            }
        });
    }

    @Override
    public Flux<StorageSignal> watch(String prefix, long after, Publisher<?> progress) {
        return timeline.watch(prefix, after, progress);
    }

    @Override
    public Mono<Long> revision() {
        return Mono.fromSupplier(timeline::revision);
    }

    @Override
    public int openWatches() {
        return timeline.openWatches();
    }

    /** Commits what waits, closes the files and lets go of the directory. Blocks until that is done; later writes are refused. */
    @Override
    public void close() {
        intake.close();
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        lock.close();
        // Behind the last answer.
        answers.schedule(answers::dispose);
    }
}
