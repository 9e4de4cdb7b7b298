package dev.sluice.server.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Live broadcasts of synthetic pictures and sound by ffmpeg, at their natural speed. */
final class Broadcast {
    private static final String AUDIO = "sine=frequency=440:sample_rate=48000:beep_factor=4";

    private Broadcast() {}

    /** H.264 with a key frame every two seconds and AAC, for so many seconds. */
    static RunningProgram h264(Path logs, String url, int width, int height, String rate, int seconds, String... more)
            throws IOException {
        List<String> codec = new ArrayList<>(List.of(
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-tune",
                "zerolatency",
                "-pix_fmt",
                "yuv420p",
                "-b:v",
                "1500k",
                "-force_key_frames",
                "expr:gte(t,n_forced*2)",
                "-c:a",
                "aac",
                "-b:a",
                "96k"));
        codec.addAll(List.of(more));
        return ffmpeg(logs, "ffmpeg", "testsrc2=size=" + width + "x" + height + ":rate=" + rate, seconds, codec, url);
    }

    /** Any codecs, by a given ffmpeg program. */
    static RunningProgram ffmpeg(Path logs, String program, String picture, int seconds, List<String> codec, String url)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "-hide_banner", "-nostdin", "-v", "warning"));
        command.addAll(List.of("-re", "-f", "lavfi", "-i", picture, "-re", "-f", "lavfi", "-i", AUDIO));
        command.addAll(codec);
        command.addAll(List.of("-t", Integer.toString(seconds), "-f", "flv", url));
        return RunningProgram.start(logs, "ffmpeg", Map.of(), command);
    }
}
