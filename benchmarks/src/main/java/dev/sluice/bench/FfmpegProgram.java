package dev.sluice.bench;

import dev.sluice.ffmpeg.FfmpegPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ffmpeg program of the build that Sluice itself uses. */
final class FfmpegProgram {
    private static final Pattern PSNR_AVERAGE = Pattern.compile("average:([0-9.]+|inf)");

    private final Path program = FfmpegPrograms.ffmpeg();

    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        return command;
    }

    /** Runs any program, with the libraries of this one, and returns what it said. */
    String execute(Path directory, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", program.resolveSibling(".").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + String.join(" ", command) + "\n" + said);
        }
        return said;
    }

    /** How like the source a rendition is, in dB, against a bicubic picture of the source. */
    String psnr(Path directory, Path rendition, Path source, int width, int height)
            throws IOException, InterruptedException {
        String graph = "[1:v]scale=%d:%d[reference];[0:v][reference]psnr=shortest=1".formatted(width, height);
        String said = execute(
                directory,
                command(List.of(
                        "-hide_banner",
                        "-nostdin",
                        "-i",
                        rendition.toString(),
                        "-i",
                        source.toString(),
                        "-filter_complex",
                        graph,
                        "-an",
                        "-f",
                        "null",
                        "-")));
        Matcher average = PSNR_AVERAGE.matcher(said);
        if (!average.find()) {
            throw new IOException("ffmpeg printed no PSNR:\n" + said);
        }
        return average.group(1);
    }
}
