package io.kubefed.e2e.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port that leads to another one, until somebody pulls the plug. */
final class Cable implements AutoCloseable {

    private final ServerSocket server;
    private final URI target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean pulled;

    Cable(URI target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                sockets.add(near);
                if (pulled) {
                    near.close();
                    continue;
                }
                Socket far = new Socket(target.getHost(), target.getPort());
                sockets.add(far);
                daemon(() -> copy(near, far));
                daemon(() -> copy(far, near));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            return;
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    void pull() throws IOException {
        pulled = true;
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    void plugIn() {
        pulled = false;
    }

    @Override
    public void close() throws IOException {
        pull();
        server.close();
    }
}
