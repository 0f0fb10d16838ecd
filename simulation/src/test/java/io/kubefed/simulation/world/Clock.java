package io.kubefed.simulation.world;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/**
 * Virtual time on one thread: it moves only when it is told to, and runs what is due on the way, in order of time and, at the same
 * time, of asking.
 *
 * <p>Reactor's own virtual scheduler does not tell how much still waits, and never notices that time stands still because two
 * parts keep each other busy.
 */
public final class Clock implements Scheduler {

    private static final int MOST_TASKS_AT_ONE_MOMENT = 20_000;

    private final PriorityQueue<Task> queue = new PriorityQueue<>();
    private long nanos;
    private long asked;
    private int waiting;
    private int atThisMoment;

    /** A clock that shows this time. */
    public Clock(Instant begin) {
        nanos = TimeUnit.SECONDS.toNanos(begin.getEpochSecond());
    }

    /** Moves time on, and runs what is due until then. */
    public void advance(Duration duration) {
        long until = nanos + duration.toNanos();
        for (Task next = queue.peek(); next != null && next.at <= until; next = queue.peek()) {
            queue.remove();
            moveTo(next.at);
            next.run();
        }
        moveTo(until);
    }

    private void moveTo(long next) {
        atThisMoment = next > nanos ? 0 : atThisMoment + 1;
        nanos = Math.max(nanos, next);
        if (atThisMoment > MOST_TASKS_AT_ONE_MOMENT) {
            throw new IllegalStateException("time stands still: something keeps itself busy");
        }
    }

    /** How many tasks wait for their time. */
    public int waiting() {
        return waiting;
    }

    /** The kinds of tasks that wait, for messages. */
    public List<String> kinds() {
        return queue.stream()
                .filter(task -> !task.over)
                .map(task -> task.body.getClass().getName())
                .distinct()
                .toList();
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return add(task, 0, -1);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return add(task, unit.toNanos(delay), -1);
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
        return add(task, unit.toNanos(delay), unit.toNanos(period));
    }

    private Task add(Runnable body, long delay, long period) {
        Task task = new Task(body, nanos + Math.max(0, delay), period);
        enqueue(task);
        return task;
    }

    private void enqueue(Task task) {
        task.turn = asked++;
        waiting++;
        queue.add(task);
    }

    @Override
    public Worker createWorker() {
        return new Hands();
    }

    private final class Task implements Disposable, Comparable<Task> {

        private final Runnable body;
        private final long period;
        private long at;
        private long turn;
        private boolean over;
        private Runnable ended = () -> {};

        Task(Runnable body, long at, long period) {
            this.body = body;
            this.at = at;
            this.period = period;
        }

        void run() {
            if (over) {
                return;
            }
            waiting--;
            if (period < 0) {
                over = true;
                ended.run();
            }
            try {
                body.run();
            } catch (RuntimeException thrown) {
                throw Exceptions.propagate(thrown);
            }
            if (!over) {
                at = nanos + period;
                enqueue(this);
            }
        }

        @Override
        public void dispose() {
            if (!over) {
                over = true;
                waiting--;
                queue.remove(this);
                ended.run();
            }
        }

        @Override
        public boolean isDisposed() {
            return over;
        }

        @Override
        public int compareTo(Task other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(turn, other.turn);
        }
    }

    private final class Hands implements Worker {

        private final Set<Task> tasks = new LinkedHashSet<>();
        private boolean disposed;

        @Override
        public Disposable schedule(Runnable task) {
            return keep(task, 0, -1);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return keep(task, unit.toNanos(delay), -1);
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
            return keep(task, unit.toNanos(delay), unit.toNanos(period));
        }

        private Task keep(Runnable body, long delay, long period) {
            if (disposed) {
                throw new RejectedExecutionException("disposed");
            }
            Task task = add(body, delay, period);
            tasks.add(task);
            task.ended = () -> tasks.remove(task);
            return task;
        }

        @Override
        public void dispose() {
            disposed = true;
            List.copyOf(tasks).forEach(Task::dispose);
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }
}
