package io.kubefed.fcp.storage;

import io.kubefed.apiserver.storage.embedded.StoppedStore;
import io.kubefed.apiserver.storage.embedded.StoppedStore.Summary;
import io.kubefed.apiserver.storage.embedded.UnusableStoreException;
import io.kubefed.fcp.config.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Backs up, restores and checks the embedded store of a federation API that is stopped. */
@Command(
        name = "fcp storage",
        synopsisSubcommandLabel = "COMMAND",
        description = "What can be done to the embedded store of a federation API that is stopped.")
public final class StorageMain {

    private static final String DIRECTORY = "DIRECTORY";
    private static final String FILE = "FILE";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    private StorageMain() {}

    /**
     * Does what the arguments say.
     *
     * @return the exit code, 0 or 1; a check that finds something is 1 too
     */
    public static int run(String[] arguments) {
        StringWriter helpText = new StringWriter();
        int code = new CommandLine(new StorageMain())
                .setOut(new PrintWriter(helpText, true))
                .setParameterExceptionHandler(StorageMain::misused)
                .setExecutionExceptionHandler(StorageMain::failed)
                .execute(arguments);
        if (!helpText.toString().isEmpty()) {
            Terminal.say(helpText.toString().stripTrailing());
        }
        return code;
    }

    @Command(description = "Copies a store into one file, an ordinary SQLite database.")
    int backup(
            @Parameters(paramLabel = DIRECTORY, description = "The --data-dir of the server.") Path directory,
            @Parameters(paramLabel = FILE, description = "The file; it must not be there.") Path file) {
        Summary summary = StoppedStore.backup(directory, file);
        Terminal.say("backed up " + objects(summary) + " to " + file);
        return 0;
    }

    @Command(
            description =
                    "Makes a store from a backup. Its versions leap, so that no client meets one again that it saw.")
    int restore(
            @Parameters(paramLabel = FILE, description = "The backup.") Path file,
            @Parameters(paramLabel = DIRECTORY, description = "The directory; it must not be there, or be empty.")
                    Path directory) {
        Summary summary = StoppedStore.restore(file, directory);
        Terminal.say("restored " + objects(summary) + " to " + directory);
        return 0;
    }

    @Command(description = "Looks at every object of a store or a backup, and names what is damaged.")
    int check(
            @Parameters(paramLabel = DIRECTORY + "|" + FILE, description = "The --data-dir of the server, or a backup.")
                    Path place) {
        Summary summary = StoppedStore.check(place);
        if (summary.faults().isEmpty()) {
            Terminal.say(place + " is sound: " + objects(summary));
            return 0;
        }
        summary.faults().forEach(Terminal::complain);
        Terminal.complain("Error: " + place + " is damaged; restore a backup with \"fcp storage restore\"");
        return 1;
    }

    private static String objects(Summary summary) {
        return (summary.objects() == 1 ? "1 object" : summary.objects() + " objects") + ", the last version is "
                + summary.revision();
    }

    private static int misused(ParameterException wrong, String[] arguments) {
        Terminal.complain("Error: " + wrong.getMessage());
        Terminal.complain("fcp storage --help says how it is used.");
        return 1;
    }

    private static int failed(Exception error, CommandLine commandLine, CommandLine.ParseResult parsed)
            throws Exception {
        if (error instanceof UnusableStoreException) {
            Terminal.complain("Error: " + error.getMessage());
            return 1;
        }
        throw error;
    }
}
