package io.kubefed.fcp.apiserver;

import io.kubefed.core.error.FederationException;
import io.kubefed.fcp.config.Logging;
import io.kubefed.fcp.config.Terminal;
import io.kubefed.fcp.process.Foreground;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Starts the API server, waits for its end, and stops it in order when it is told to. */
public final class ApiServerMain {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServerMain.class);

    private ApiServerMain() {}

    /**
     * Runs until SIGTERM or SIGINT.
     *
     * @return the exit code, 0 or 1
     */
    public static int run(String[] arguments) {
        ApiServerFlags flags = new ApiServerFlags();
        CommandLine commandLine = new CommandLine(flags).setOverwrittenOptionsAllowed(true);
        WithoutEffect.addTo(commandLine.getCommandSpec());
        Map<String, String> withoutEffect;
        try {
            withoutEffect = WithoutEffect.given(commandLine.parseArgs(arguments));
            if (commandLine.isUsageHelpRequested()) {
                Terminal.say(commandLine.getUsageMessage());
                return 0;
            }
            Validation.check(flags);
        } catch (ParameterException | FederationException wrong) {
            return fail(wrong, true);
        }
        Logging.configure(flags.logFormat, flags.verbosity);
        withoutEffect.forEach((flag, why) -> LOG.atWarn()
                .addKeyValue("flag", flag)
                .addKeyValue("because", why)
                .log("a flag has no effect"));
        return serve(flags);
    }

    private static int serve(ApiServerFlags flags) {
        LoopResources loops =
                LoopResources.create("fcp", Math.max(2, Runtime.getRuntime().availableProcessors()), true);
        Scheduler timer = Schedulers.newParallel("fcp-timer", 2, true);
        try {
            FederationApiServer server = FederationApiServer.of(
                    flags, loops, timer, Schedulers.boundedElastic(), new SecureRandom(), Instant.now());
            return Foreground.withItsOwnCode(flags.shutdownGracePeriod.plusSeconds(5))
                    .run(server::run, () -> {});
        } catch (FederationException wrong) {
            return fail(wrong, false);
        } finally {
            timer.dispose();
            loops.disposeLater().onErrorResume(error -> Mono.empty()).block();
        }
    }

    private static int fail(Exception why, boolean usage) {
        Terminal.complain("Error: " + why.getMessage());
        if (usage) {
            Terminal.complain("fcp federation-apiserver --help lists the flags.");
        }
        return 1;
    }
}
