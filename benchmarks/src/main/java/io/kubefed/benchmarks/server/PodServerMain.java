package io.kubefed.benchmarks.server;

import io.kubefed.benchmarks.process.Terminal;

/** {@link PodServer} as a process: the number of Pods is the argument; it prints its port and serves until it is killed. */
public final class PodServerMain {

    private PodServerMain() {}

    /** Runs. */
    public static void main(String[] args) {
        var server = PodServer.start(Integer.parseInt(args[0]));
        Terminal.print("port=" + server.port());
        server.onDispose().block();
    }
}
