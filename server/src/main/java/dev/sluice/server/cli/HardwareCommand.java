package dev.sluice.server.cli;

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
        spec.commandLine().getOut().println("native not landed");
        return 0;
    }
}
