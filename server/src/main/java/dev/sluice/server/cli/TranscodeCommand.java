package dev.sluice.server.cli;

import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.server.config.ConfigException;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.StopSignals;
import dev.sluice.server.wiring.FileWork;
import dev.sluice.vod.job.Profiles;
import dev.sluice.vod.local.LocalJob;
import dev.sluice.vod.local.LocalSettings;
import dev.sluice.vod.plan.EncodeProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sluice transcode}: one file to HLS and DASH, by the server's steps, without server and database. */
@Command(
        name = "transcode",
        description = {
            "Make HLS and DASH of one file: plain files that any web server gives out, or objects in S3.",
            "Profiles, limits and S3 are those of the settings. Exits with 0 when all is made, with 1 when the file is"
                    + " refused or the work fails; then nothing is left behind.",
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TranscodeCommand implements Callable<Integer> {
    /** Exit status of a file that became no asset. */
    static final int FAILED = 1;

    private static final InstantSource CLOCK = InstantSource.system();

    @ParentCommand
    private SluiceCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file to transcode.")
    private Path file = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR|s3://BUCKET/PREFIX",
            description = "Where to: an empty or new directory, or a prefix in a bucket.")
    private String out = "";

    @Option(names = "--profile", paramLabel = "NAME", description = "Encode profile of the settings; else the first.")
    private @Nullable String profile;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Steps that run at one time; else as the settings say.")
    private @Nullable Integer workers;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Where unfinished work lies meanwhile; else within the output directory, or the system's"
                    + " directory for temporary files when the output goes to S3.")
    private @Nullable Path work;

    @Option(names = "--verbose", description = "Also say what is usually only in the server's log.")
    private boolean verbose;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            SluiceConfig config = parent.settings();
            LogOutput.quiet(verbose);
            return transcode(config);
        } catch (ConfigException e) {
            e.problems().forEach(err::println);
        } catch (IllegalArgumentException | CommandException e) {
            err.println("sluice: " + e.getMessage());
        } catch (IOException e) {
            err.println("sluice: " + Sentences.of(e));
        } catch (ObjectStoreException e) {
            err.println("sluice: " + e.getMessage());
        }
        err.flush();
        return SluiceCommand.UNUSABLE;
    }

    private int transcode(SluiceConfig config)
            throws IOException, ObjectStoreException, CommandException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new CommandException(file + (Files.exists(file) ? " is no file." : " is not there."));
        }
        EncodeProfile chosen = profile(config);
        // From the first file on that is written, a signal leaves nothing behind.
        AtomicBoolean asked = new AtomicBoolean();
        AtomicReference<@Nullable LocalJob> begun = new AtomicReference<>();
        StopSignals.onFirst(() -> {
            asked.set(true);
            LocalJob running = begun.get();
            if (running != null) {
                running.stop();
            }
        });
        try (FileTarget target = FileTarget.open(out, work, config, CLOCK)) {
            LocalSettings settings = FileWork.local(
                    config, chosen, workers == null ? FileWork.workers(config) : workers, target.tries());
            LocalJob job = new LocalJob(file, target.output(), target.work(), settings, CLOCK);
            begun.set(job);
            if (asked.get()) {
                job.stop();
            }
            return tell(run(job), target);
        }
    }

    private AssetRecord run(LocalJob job) throws InterruptedException {
        ProgressDisplay display = ProgressDisplay.start(spec.commandLine().getErr(), job::progress);
        try {
            return job.run();
        } finally {
            display.end();
        }
    }

    private EncodeProfile profile(SluiceConfig config) throws CommandException {
        Profiles profiles = FileWork.profiles(config);
        return profiles.find(profile)
                .orElseThrow(() -> new CommandException("There is no encode profile called " + profile + "; there is "
                        + String.join(", ", profiles.names()) + "."));
    }

    private int tell(AssetRecord asset, FileTarget target) {
        PrintWriter err = spec.commandLine().getErr();
        AssetOutput output = asset.output();
        Failure failure = asset.failure();
        if (output != null) {
            PrintWriter screen = spec.commandLine().getOut();
            screen.print(OutputTable.text(output));
            screen.println("Play " + target.place("master.m3u8") + " or " + target.place("manifest.mpd"));
            screen.flush();
            return 0;
        }
        if (failure != null) {
            err.println("sluice: " + failure.code() + ": " + failure.message());
            err.flush();
            return FAILED;
        }
        err.println("sluice: stopped; nothing is left behind.");
        err.flush();
        return StopSignals.FORCED_EXIT_STATUS;
    }
}
