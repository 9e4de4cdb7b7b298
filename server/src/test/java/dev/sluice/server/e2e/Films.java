package dev.sluice.server.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small files made by recipe, quick to encode. */
final class Films {
    /** Of the sound in English and of that in German. */
    static final int ENGLISH_HZ = 440;

    static final int GERMAN_HZ = 880;
    static final int HEIGHT = 360;

    private Films() {}

    /** Moving pictures of 640x360 and one tone. */
    static Path plain(Path folder, int seconds) throws IOException, InterruptedException {
        Path file = folder.resolve("plain.mp4");
        make(file, seconds, List.of(ENGLISH_HZ), List.of());
        return file;
    }

    /** The same with a tone in English and a higher one in German. */
    static Path twoVoices(Path folder, int seconds) throws IOException, InterruptedException {
        Path file = folder.resolve("two-voices.mp4");
        make(
                file,
                seconds,
                List.of(ENGLISH_HZ, GERMAN_HZ),
                List.of("-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=deu"));
        return file;
    }

    private static void make(Path file, int seconds, List<Integer> tonesHz, List<String> more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi"));
        command.addAll(List.of("-i", "testsrc2=size=640x" + HEIGHT + ":rate=25"));
        for (int toneHz : tonesHz) {
            command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=" + toneHz + ":sample_rate=48000"));
        }
        for (int input = 0; input <= tonesHz.size(); input++) {
            command.addAll(List.of("-map", Integer.toString(input)));
        }
        command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"));
        command.addAll(more);
        command.addAll(List.of("-t", Integer.toString(seconds), file.toString()));
        Tool.run(command.toArray(String[]::new));
    }

    /** Bytes that are no media, the same for the same seed. */
    static Path noise(Path folder, int sizeBytes, long seed) throws IOException {
        byte[] bytes = new byte[sizeBytes];
        new Random(seed).nextBytes(bytes);
        return Files.write(folder.resolve("noise-" + seed + ".mp4"), bytes);
    }
}
