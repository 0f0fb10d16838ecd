package io.kubefed.fcp.sandbox;

import io.kubefed.core.client.http.Transport;
import io.kubefed.core.client.http.TransportLimits;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ClusterName;
import io.kubefed.fcp.config.Logging;
import io.kubefed.fcp.config.Terminal;
import io.kubefed.fcp.process.Foreground;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Starts a sandbox, shows what it does, and ends with the process. */
public final class SandboxMain {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private SandboxMain() {}

    /**
     * Runs until SIGTERM or SIGINT.
     *
     * @return the exit code, 0 or 1
     */
    public static int run(String[] arguments) {
        SandboxFlags flags = new SandboxFlags();
        CommandLine commandLine = new CommandLine(flags);
        try {
            commandLine.parseArgs(arguments);
            if (commandLine.isUsageHelpRequested()) {
                Terminal.say(commandLine.getUsageMessage());
                return 0;
            }
            Manifests manifests = flags.manifests == null ? Manifests.hello() : Manifests.read(flags.manifests);
            return serve(flags, flags.memberNames(), manifests);
        } catch (ParameterException | FederationException wrong) {
            Terminal.complain("Error: " + wrong.getMessage());
            Terminal.complain("fcp sandbox --help lists the flags.");
            return 1;
        }
    }

    private static int serve(SandboxFlags flags, List<ClusterName> members, Manifests manifests) {
        Logging.configure(flags.logFormat, flags.verbosity);
        LoopResources loops = LoopResources.create("sandbox", 2, true);
        // One thread: the servers and the controllers are not what a sandbox is slow by.
        Scheduler timer = Schedulers.newSingle("sandbox", true);
        Scheduler blocking = Schedulers.boundedElastic();
        Transport transport = new Transport(loops, blocking, timer, TransportLimits.DEFAULT);
        Sandbox sandbox = new Sandbox(members, flags.port, flags.data, loops, transport, blocking, timer, new Random());
        Tour tour = new Tour(flags.kubeconfig, manifests, flags.data, timer);
        return new Foreground(GRACE).run(stop -> sandbox.run(tour::show).takeUntilOther(stop), () -> {
            timer.dispose();
            loops.disposeLater().onErrorResume(error -> Mono.empty()).block(GRACE);
        });
    }
}
