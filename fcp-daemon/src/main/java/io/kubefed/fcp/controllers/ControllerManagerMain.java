package io.kubefed.fcp.controllers;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import io.kubefed.core.client.http.HttpClusterClient;
import io.kubefed.core.error.FederationException;
import io.kubefed.fcp.config.Logging;
import io.kubefed.fcp.config.Terminal;
import io.kubefed.fcp.controllers.ControllerManagerModule.Process;
import io.kubefed.fcp.leader.LeaderElection;
import io.kubefed.fcp.process.Foreground;
import io.kubefed.fcp.status.StatusServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/** Starts the controller manager, waits for its end, and stops it in order when it is told to. */
public final class ControllerManagerMain {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerManagerMain.class);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private ControllerManagerMain() {}

    /**
     * Runs until SIGTERM or SIGINT.
     *
     * @return the exit code, 0 or 1
     */
    public static int run(String[] arguments) {
        ControllerManagerFlags flags = new ControllerManagerFlags();
        CommandLine commandLine = new CommandLine(flags);
        try {
            commandLine.parseArgs(arguments);
            if (commandLine.isUsageHelpRequested()) {
                Terminal.say(commandLine.getUsageMessage());
                return 0;
            }
            flags.syncOptions();
            flags.clusterSettings();
            flags.leaderTimes();
        } catch (ParameterException | FederationException | IllegalArgumentException wrong) {
            Terminal.complain("Error: " + wrong.getMessage());
            Terminal.complain("fcp federation-controller-manager --help lists the flags.");
            return 1;
        }
        Logging.configure(flags.logFormat, flags.verbosity);
        if (flags.hasFlagsWithoutEffect()) {
            LOG.atInfo()
                    .addKeyValue("values", flags.withoutEffect)
                    .log("some flags have no effect in this version: DNS flags, numbers of workers, profiling");
        }
        return serve(flags);
    }

    private static int serve(ControllerManagerFlags flags) {
        LoopResources loops = LoopResources.create("fcp", 2, true);
        // Decisions are quick: threads that wait for each other's work cost more than they bring.
        int deciding = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        Scheduler timer = Schedulers.newParallel("fcp-timer", deciding, true);
        try {
            Process process = new Process(loops, timer, Schedulers.boundedElastic(), identity(), System.getenv());
            Injector injector = Guice.createInjector(new ControllerManagerModule(flags, process));
            return serve(flags, injector);
        } catch (ProvisionException e) {
            return fail(e.getCause() == null ? e : e.getCause());
        } finally {
            timer.dispose();
            loops.dispose();
        }
    }

    private static int serve(ControllerManagerFlags flags, Injector injector) {
        ControllerManager manager = injector.getInstance(ControllerManager.class);
        LeaderElection election = injector.getInstance(LeaderElection.class);
        DisposableServer status;
        try {
            status = injector.getInstance(StatusServer.class).start().block();
        } catch (RuntimeException taken) {
            return fail(taken);
        }
        // The lease lives in the system namespace, which may have to be made first.
        return new Foreground(GRACE)
                .run(
                        stop -> flags.leaderElect
                                ? manager.prepare().then(election.lead(manager.run(), stop))
                                : manager.run().takeUntilOther(stop),
                        () -> close(status, injector.getInstance(HttpClusterClient.class)));
    }

    private static void close(@Nullable DisposableServer status, HttpClusterClient federationApi) {
        if (status != null) {
            status.disposeNow(GRACE);
        }
        federationApi.dispose();
    }

    private static int fail(Throwable why) {
        Terminal.complain("Error: " + why.getMessage());
        return 1;
    }

    private static String identity() {
        try {
            return InetAddress.getLocalHost().getHostName() + "_" + UUID.randomUUID();
        } catch (UnknownHostException e) {
            return "fcp_" + UUID.randomUUID();
        }
    }
}
