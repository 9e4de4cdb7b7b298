package dev.sluice.server.cli;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.server.config.ConfigException;
import dev.sluice.server.wiring.FileWork;
import dev.sluice.vod.local.FileInput;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import dev.sluice.vod.source.SourceScan;
import dev.sluice.vod.source.SourceTimeline;
import dev.sluice.vod.source.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sluice probe}: what is in a file, or why it would be refused. */
@Command(
        name = "probe",
        description = "Show what is in a file. Exits with 1 when it would be refused, and says why.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
    @ParentCommand
    private SluiceCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file to look at.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(names = "--all", description = "Read the whole file: times of pictures and sound, gaps, damage.")
    private boolean all;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (FileInput input = FileInput.open(file)) {
            SourceLimits limits = FileWork.limits(parent.settings());
            LogOutput.quiet(/* verbose= */ false);
            SourceDescription source = new SourceProbe(limits).probe(input);
            SourceTimeline timeline = all ? new SourceScan(limits).scan(input, source, StopSignal.NEVER) : null;
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? json(source, timeline) : SourceTable.text(source, timeline));
            out.flush();
            return 0;
        } catch (RefusedSourceException e) {
            err.println("sluice: " + e.code() + ": " + e.sentence());
            err.flush();
            return TranscodeCommand.FAILED;
        } catch (ConfigException e) {
            e.problems().forEach(err::println);
        } catch (FfmpegException e) {
            err.println("sluice: " + e.getMessage());
        } catch (IOException e) {
            err.println("sluice: " + Sentences.of(e));
        }
        err.flush();
        return SluiceCommand.UNUSABLE;
    }

    private static String json(SourceDescription source, @Nullable SourceTimeline timeline) {
        String text = "{\"source\":" + source.toJson();
        return (timeline == null ? text : text + ",\"timeline\":" + timeline.toJson()) + "}" + System.lineSeparator();
    }
}
