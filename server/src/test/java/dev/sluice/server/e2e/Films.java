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

    /** What {@link #twoVoices} says in its first and its second half. */
    static final List<String> ENGLISH_LINES = List.of("It begins in red.", "It ends in blue.");

    static final List<String> GERMAN_LINES = List.of("Es beginnt rot.", "Es endet blau.");

    private Films() {}

    /** Moving pictures of 640x360 and one tone. */
    static Path plain(Path folder, int seconds) throws IOException, InterruptedException {
        Path file = folder.resolve("plain.mp4");
        make(file, seconds, List.of(ENGLISH_HZ), List.of());
        return file;
    }

    /**
     * The same with a tone in English and a higher one in German, subtitles in both, and the upper half of the picture
     * red, then blue.
     */
    static Path twoVoices(Path folder, int seconds) throws IOException, InterruptedException {
        Path sounding = folder.resolve("sounding.mp4");
        String half = Integer.toString(seconds / 2);
        String box = "drawbox=w=iw:h=ih/2:t=fill:color=%s:enable='%s(t,%s)'";
        make(
                sounding,
                seconds,
                List.of(ENGLISH_HZ, GERMAN_HZ),
                List.of("-vf", box.formatted("red", "lt", half) + "," + box.formatted("blue", "gte", half)));
        Path english = lines(folder.resolve("english.srt"), ENGLISH_LINES, seconds / 2);
        Path german = lines(folder.resolve("german.srt"), GERMAN_LINES, seconds / 2);
        Path file = folder.resolve("two-voices.mp4");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
        for (Path input : List.of(sounding, english, german)) {
            command.addAll(List.of("-i", input.toString()));
        }
        command.addAll(List.of("-map", "0", "-map", "1", "-map", "2", "-c", "copy", "-c:s", "mov_text"));
        for (String kind : List.of("a", "s")) {
            command.addAll(List.of("-metadata:s:" + kind + ":0", "language=eng"));
            command.addAll(List.of("-metadata:s:" + kind + ":1", "language=deu"));
        }
        command.add(file.toString());
        Tool.run(command.toArray(String[]::new));
        return file;
    }

    /** SubRip: each line for as long as the other, but for a second before and after. */
    private static Path lines(Path file, List<String> lines, int secondsEach) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append("%d%n00:00:%02d,000 --> 00:00:%02d,000%n%s%n%n"
                    .formatted(i + 1, i * secondsEach + 1, (i + 1) * secondsEach - 1, lines.get(i)));
        }
        return Files.writeString(file, text);
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
