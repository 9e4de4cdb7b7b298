package dev.sluice.server.cli;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.hardware.HardwareReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice hardware}: which codecs and devices this machine has. */
@Command(name = "hardware", description = "Show the encoders, decoders and devices of this machine.")
final class HardwareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            spec.commandLine().getOut().print(HardwareReport.ofThisMachine().toText());
            spec.commandLine().getOut().flush();
            return 0;
        } catch (FfmpegException e) {
            spec.commandLine().getErr().println("sluice: " + e.getMessage());
            return SluiceCommand.UNUSABLE;
        }
    }
}
