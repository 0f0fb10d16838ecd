package io.kubefed.benchmarks.informer;

import io.kubefed.benchmarks.process.Arguments;
import io.kubefed.benchmarks.process.Resources;
import io.kubefed.benchmarks.process.Terminal;
import io.kubefed.benchmarks.server.PodServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * One side as a process: {@code --side=kubefed|fabric8 --url=... --pods=N}, and {@code --warm} and {@code --measured} rounds in which
 * every Pod changes. Prints what it used.
 */
public final class SideMain {

    private static final long MINUTES = 10;

    private final Arguments arguments;
    private final String url;
    private final int pods;
    private final AtomicLong changes = new AtomicLong();
    private final Semaphore reached = new Semaphore(0);
    private volatile long wanted;

    private SideMain(Arguments arguments) {
        this.arguments = arguments;
        this.url = arguments.text("url", "");
        this.pods = arguments.number("pods", 0);
    }

    /** Runs. */
    public static void main(String[] arguments) throws Exception {
        try {
            new SideMain(Arguments.of(arguments)).run();
            Terminal.print("end=ok");
            System.exit(0);
        } catch (Throwable thrown) {
            Terminal.print("end=" + thrown);
            throw thrown;
        }
    }

    private void run() throws IOException, InterruptedException {
        String name = arguments.text("side", "");
        Resources resources = Resources.observed();
        try (Side side = Side.of(name, url)) {
            want(PodServer.WARM_PODS);
            side.follow("warm", this::changed);
            awaitChanges();
            long empty = Resources.retainedBytes();
            resources.forget();
            long before = Resources.cpuNanos();

            want(pods);
            IntSupplier informer = side.follow("", this::changed);
            awaitChanges();

            Terminal.print("sync.cpu=" + (Resources.cpuNanos() - before));
            Terminal.print("sync.peak=" + resources.peakBytes());
            Terminal.print("sync.livePeak=" + resources.livePeakBytes());
            Terminal.print("retained=" + (double) (Resources.retainedBytes() - empty) / pods);
            rounds(arguments.number("warm", 0));
            int measured = arguments.number("measured", 0);
            before = Resources.cpuNanos();
            rounds(measured);
            Terminal.print("event.cpu=" + (Resources.cpuNanos() - before) / Math.max(1.0, (double) measured * pods));
            if (informer.getAsInt() != pods) {
                throw new IllegalStateException("knows " + informer.getAsInt() + " Pods");
            }
        }
    }

    private void rounds(int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            want(pods);
            HttpURLConnection round =
                    (HttpURLConnection) URI.create(url + "/round").toURL().openConnection();
            round.setRequestMethod("POST");
            if (round.getResponseCode() != 200) {
                throw new IOException("no round: " + round.getResponseCode());
            }
            awaitChanges();
        }
    }

    private void want(int more) {
        wanted = changes.get() + more;
    }

    private void changed() {
        if (changes.incrementAndGet() == wanted) {
            reached.release();
        }
    }

    private void awaitChanges() throws InterruptedException {
        if (!reached.tryAcquire(MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("heard of " + changes + " changes, not of " + wanted);
        }
    }
}
