package io.kubefed.informers.reflector;

import io.kubefed.informers.reflector.InformerState.Phase;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.scheduler.Scheduler;

/** What an {@link InformerState} is made of: changed within the writer's turns, read by anybody. */
final class Standing {

    private final Scheduler timer;
    private final InformerRecorder recorder;
    private final AtomicLong snapshots = new AtomicLong();
    private final AtomicLong resumes = new AtomicLong();
    private final AtomicLong suspicions = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile Moment moment;
    private volatile String version = "";
    private volatile long heardAt;

    /** The parts that change together. */
    private record Moment(Phase phase, Instant since, String cause, boolean synced, boolean suspicious) {}

    Standing(Scheduler timer, InformerRecorder recorder) {
        this.timer = timer;
        this.recorder = recorder;
        this.moment = new Moment(Phase.INITIALISING, now(), "", false, false);
    }

    boolean synced() {
        return moment.synced;
    }

    boolean live() {
        return moment.phase == Phase.LIVE;
    }

    /**
     * The stream is true up to this version.
     *
     * @return whether that is a new phase
     */
    boolean heard(String newVersion) {
        heardAt = timer.now(TimeUnit.MILLISECONDS);
        if (!newVersion.isEmpty()) {
            version = newVersion;
        }
        return becomesLive();
    }

    boolean becomesLive() {
        if (live() || !synced()) {
            return false;
        }
        moment = new Moment(Phase.LIVE, now(), "", true, false);
        return true;
    }

    void snapshotTaken(String newVersion) {
        version = newVersion;
        heardAt = timer.now(TimeUnit.MILLISECONDS);
        moment = new Moment(Phase.LIVE, live() ? moment.since : now(), "", true, false);
        count(snapshots, InformerMetric.SNAPSHOTS);
    }

    /** @return whether anything but the count changed */
    boolean interrupted(Phase phase, String cause, boolean suspicious) {
        Moment before = moment;
        Instant since = before.phase == phase ? before.since : now();
        moment = new Moment(phase, since, cause, before.synced, suspicious);
        recorder.record(InformerMetric.FAILURES, 1);
        return !moment.equals(before);
    }

    void event() {
        count(events, InformerMetric.EVENTS);
    }

    void resumed() {
        count(resumes, InformerMetric.RESUMES);
    }

    void suspected() {
        count(suspicions, InformerMetric.SUSPICIONS);
    }

    void offered() {
        recorder.record(InformerMetric.OFFERS, 1);
    }

    void read(int more) {
        bytes.addAndGet(more);
        recorder.record(InformerMetric.READ, more);
    }

    void snapshotTime(long millis) {
        recorder.record(InformerMetric.SNAPSHOT_TIME, millis / 1e3);
    }

    private void count(AtomicLong counter, InformerMetric metric) {
        counter.incrementAndGet();
        recorder.record(metric, 1);
    }

    InformerState state(int objects) {
        Moment now = moment;
        return new InformerState(
                now.phase,
                now.since,
                now.cause,
                now.synced,
                now.suspicious,
                version,
                Instant.ofEpochMilli(heardAt),
                objects,
                snapshots.get(),
                resumes.get(),
                suspicions.get(),
                events.get(),
                bytes.get());
    }

    private Instant now() {
        return Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
    }
}
