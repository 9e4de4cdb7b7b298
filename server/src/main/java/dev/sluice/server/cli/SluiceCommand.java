package dev.sluice.server.cli;

import dev.sluice.server.config.ConfigException;
import dev.sluice.server.config.ConfigLoader;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code sluice}: reads the settings and runs the server in the foreground. */
@Command(
        name = "sluice",
        description = "Takes live video in over RTMP and gives it out as adaptive HLS and DASH.",
        subcommands = {TranscodeCommand.class, ProbeCommand.class, HardwareCommand.class, HealthcheckCommand.class},
        versionProvider = Version.class,
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nSettings:%n",
        footer = {
            "  Every key of sluice.yaml can be set by environment: SLUICE_HTTP_PORT, SLUICE_RTMP_PORT,",
            "  SLUICE_DATA_DIR, SLUICE_API_KEY and so on. See config/sluice.yaml for all keys.",
        })
public final class SluiceCommand implements Callable<Integer> {
    /** Exit status of a start that failed for a reason that the operator can mend. */
    static final int UNUSABLE = 2;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Settings to use over the built-in defaults.")
    private @Nullable Path configFile;

    @Option(names = "--validate", description = "Check the settings, start nothing.")
    private boolean validateOnly;

    @Option(names = "--demo", description = "Also broadcast a moving picture to a stream called Demo.")
    private boolean demo;

    /** Runs the command line and gives the process's exit status. */
    public static int execute(String... arguments) {
        return commandLine(System.getenv()).execute(arguments);
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new SluiceCommand(environment));
    }

    private SluiceCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The settings as this command line and the environment say. */
    SluiceConfig settings() throws ConfigException {
        return ConfigLoader.load(configFile, environment);
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            SluiceConfig config = settings();
            if (validateOnly) {
                spec.commandLine().getOut().println("The settings are good.");
                return CommandLine.ExitCode.OK;
            }
            LogOutput.apply(config.log());
            return new Foreground(spec.commandLine().getOut()).run(config, demo);
        } catch (ConfigException e) {
            e.problems().forEach(err::println);
        } catch (StartException e) {
            err.println("sluice: " + e.getMessage());
        }
        err.flush();
        return UNUSABLE;
    }
}
