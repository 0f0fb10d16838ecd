package io.kubefed.apiserver.storage.embedded;

import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageException.Unavailable;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.timeline.Timeline;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * The only thread that writes. It takes all that waits, decides, commits it with one sync of the disk, and leaves the answers to
 * another thread: while that one works, the next batch is on its way to the disk.
 */
final class WriterThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);
    private static final int MOST = 512;
    private static final long IDLE_MILLIS = 200;
    /** About 256 pages: less is not worth a checkpoint. */
    private static final int WRITES_WORTH_A_CHECKPOINT = 128;

    private final Intake<Write> intake;
    private final Timeline timeline;
    private final Committer committer;
    private final Scheduler.Worker answers;
    private int sinceCheckpoint;

    WriterThread(Intake<Write> intake, Timeline timeline, Committer committer, Scheduler.Worker answers) {
        this.intake = intake;
        this.timeline = timeline;
        this.committer = committer;
        this.answers = answers;
    }

    @Override
    public void run() {
        try {
            while (!intake.finished()) {
                List<Write> writes = intake.take(MOST, sinceCheckpoint < WRITES_WORTH_A_CHECKPOINT ? 0 : IDLE_MILLIS);
                if (writes.isEmpty()) {
                    idle();
                } else {
                    write(writes);
                    sinceCheckpoint += writes.size();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            committer.close();
        }
    }

    private void idle() {
        if (sinceCheckpoint >= WRITES_WORTH_A_CHECKPOINT) {
            committer.checkpoint();
            sinceCheckpoint = 0;
        }
    }

    private void write(List<Write> writes) {
        answer(attempt(writes));
        List<Change> changes = committer.untold();
        if (!changes.isEmpty()) {
            answer(() -> timeline.tell(changes));
        }
    }

    /** Writes what may be written; returns how to say so. */
    private Runnable attempt(List<Write> writes) {
        try {
            committer.ready();
            Batch batch = new Batch(timeline, writes);
            if (!batch.decisions().isEmpty()) {
                committer.commit(batch);
            }
            return batch::answer;
        } catch (StorageException e) {
            return () -> writes.forEach(write -> write.answer().error(e));
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("a write to the store failed in a way that nobody thought of");
            Unavailable failure = new Unavailable("the store failed: " + e);
            return () -> writes.forEach(write -> write.answer().error(failure));
        }
    }

    private void answer(Runnable answer) {
        try {
            answers.schedule(answer);
        } catch (RejectedExecutionException stopped) {
            answer.run();
        }
    }
}
