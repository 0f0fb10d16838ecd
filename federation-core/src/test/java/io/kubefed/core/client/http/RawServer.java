package io.kubefed.core.client.http;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A server that sends raw bytes to whoever comes first, for faults that an HTTP server does not make. */
final class RawServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final AtomicReference<String> heard = new AtomicReference<>("");

    private RawServer(@Nullable Script script) throws IOException {
        Thread thread = new Thread(() -> serve(script), "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Script {
        void write(OutputStream out) throws IOException;
    }

    /** Sends {@code text} and hangs up. */
    static RawServer answering(String text) throws IOException {
        return new RawServer(out -> out.write(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Sends chunks without end. */
    static RawServer flooding() throws IOException {
        RawServer[] self = new RawServer[1];
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        self[0] = new RawServer(out -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(chunk);
                self[0].written.addAndGet(chunk.length);
            }
        });
        return self[0];
    }

    /** Says nothing and keeps the connection, until the client hangs up: see {@link #awaitHangUp}. */
    static RawServer silent() throws IOException {
        return new RawServer(null);
    }

    private void serve(@Nullable Script script) {
        try (Socket connection = socket.accept()) {
            InputStream in = connection.getInputStream();
            byte[] request = new byte[8_192];
            heard.set(new String(request, 0, Math.max(0, in.read(request)), StandardCharsets.US_ASCII));
            if (script != null) {
                script.write(connection.getOutputStream());
            } else if (in.read() < 0) {
                hungUp.countDown();
            }
        } catch (IOException e) {
            // The client hung up, as it may.
        }
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** The beginning of what the client sent. */
    String heard() {
        return heard.get();
    }

    /**
     * Waits until the client closes the connection of a silent server.
     *
     * @return whether it did in time
     */
    boolean awaitHangUp() throws InterruptedException {
        return hungUp.await(15, TimeUnit.SECONDS);
    }

    /** Bytes given to the connection so far. */
    long written() {
        return written.get();
    }

    /** Waits until nothing has been written for half a second: what stands still stands still in real time only. */
    void awaitStandstill() {
        long[] last = {-1};
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    long before = last[0];
                    last[0] = written.get();
                    return before == last[0] && before > 0;
                });
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
