package io.kubefed.e2e;

import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.ApiServerSettings;
import io.kubefed.apiserver.http.HttpFront;
import io.kubefed.testkit.real.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/** Our API server on a socket of this process, with a kubeconfig for it. */
final class OurServer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final LoopResources loops = LoopResources.create("ours", 1, 2, true);
    private final Scheduler timer = Schedulers.newSingle("ours-timer", true);
    private final ApiServer server =
            ApiServer.inMemory("ours", ApiServerSettings.DEFAULT, timer, new SplittableRandom(1));
    private final Disposable housekeeping = server.run().subscribe();
    private final DisposableServer front =
            HttpFront.bind(server.handler(), "127.0.0.1", 0, loops).block(LIMIT);
    private final Path directory;

    OurServer() {
        try {
            directory = Files.createTempDirectory("ours");
            Files.writeString(directory.resolve("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: ours, cluster: {server: "http://127.0.0.1:%d"}}]
                    users: [{name: anybody, user: {}}]
                    contexts: [{name: ours, context: {cluster: ours, user: anybody}}]
                    current-context: ours
                    """.formatted(front.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ApiServer server() {
        return server;
    }

    /** kubectl for this server, which caches nothing beyond it. */
    Kubectl kubectl() {
        return new Kubectl(directory.resolve("kubeconfig"));
    }

    @Override
    public void close() {
        housekeeping.dispose();
        front.disposeNow(LIMIT);
        loops.disposeLater().block(LIMIT);
        timer.dispose();
    }
}
