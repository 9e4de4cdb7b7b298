package dev.sluice.vod.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sluice.ffmpeg.FfmpegPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Media files made by FFmpeg's own program, of sources that it makes up itself. */
public final class FilmRecipe {
    private FilmRecipe() {}

    /**
     * @param arguments as on the command line, but for the output
     * @return the output; the test is left out where the program does not run
     */
    public static Path make(Path output, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program(), "-v", "error", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-fflags", "+bitexact", "-flags", "+bitexact", output.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return output;
    }

    private static String program() throws IOException, InterruptedException {
        String program = FfmpegPrograms.ffmpeg().toString();
        Process asked = new ProcessBuilder(program, "-version")
                .redirectErrorStream(true)
                .start();
        asked.getInputStream().readAllBytes();
        if (asked.waitFor() != 0) {
            abort("FFmpeg's program lacks libraries of the system here");
        }
        return program;
    }

    /** SubRip, a cue each second. */
    public static Path subtitles(Path file, String... texts) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < texts.length; i++) {
            text.append(i + 1).append('\n');
            text.append("00:00:0")
                    .append(i)
                    .append(",500 --> 00:00:0")
                    .append(i + 1)
                    .append(",250\n");
            text.append(texts[i]).append("\n\n");
        }
        return Files.writeString(file, text);
    }
}
