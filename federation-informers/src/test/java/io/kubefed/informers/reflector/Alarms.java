package io.kubefed.informers.reflector;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Virtual time that knows which alarms are set, neither cancelled nor rung. */
public final class Alarms implements Scheduler {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Set<Disposable> set = ConcurrentHashMap.newKeySet();

    public void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    public long count() {
        set.removeIf(Disposable::isDisposed);
        return set.size();
    }

    @Override
    public long now(TimeUnit unit) {
        return time.now(unit);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return time.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        AtomicReference<Disposable> alarm = new AtomicReference<>();
        alarm.set(time.schedule(
                () -> {
                    set.remove(alarm.get());
                    task.run();
                },
                delay,
                unit));
        set.add(alarm.get());
        return alarm.get();
    }

    @Override
    public Worker createWorker() {
        throw new AssertionError("no alarm of an informer needs a worker");
    }

    @Override
    public void dispose() {
        time.dispose();
    }
}
