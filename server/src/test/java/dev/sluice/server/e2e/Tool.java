package dev.sluice.server.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Debian's ffmpeg and ffprobe as judges of what the server gives out. Every complaint of theirs fails the test. */
final class Tool {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Tool() {}

    /** What came out of decoding everything. */
    record Decoded(long frames, long endUs) {}

    /** The streams that ffprobe sees, as it describes them. */
    static List<JsonObject> probe(String url) throws IOException, InterruptedException {
        JsonObject answer = new JsonObject(run("ffprobe", "-v", "error", "-show_streams", "-of", "json", "-i", url));
        JsonArray streams = answer.getJsonArray("streams");
        List<JsonObject> list = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            list.add(streams.getJsonObject(i));
        }
        return list;
    }

    /** Decodes every stream of a file, playlist or MPD from its beginning to its end. */
    static Decoded decode(String url) throws IOException, InterruptedException {
        // Every frame counts: none may be left out or doubled to make an even rate.
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-xerror", "-nostdin", "-nostats"));
        command.addAll(List.of("-progress", "pipe:1"));
        if (url.endsWith(".mpd")) {
            // Text tracks are named .vtt, which the DASH reader does not open of its own accord.
            command.addAll(List.of("-allowed_extensions", "ALL"));
        }
        command.addAll(List.of("-i", url, "-map", "0:v?", "-map", "0:a?"));
        command.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "null", "-"));
        String progress = run(command.toArray(String[]::new));
        Map<String, String> last = new HashMap<>();
        progress.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> last.put(pair[0], pair[1].strip()));
        return new Decoded(
                Long.parseLong(last.getOrDefault("frame", "0")), Long.parseLong(last.getOrDefault("out_time_us", "0")));
    }

    /** What the program wrote to its standard output; a failure when it does not end well or complains. */
    static String run(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("tool", ".out");
        Path errors = Files.createTempFile("tool", ".err");
        Process process = new ProcessBuilder(command)
                .redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            String complaints = Files.readString(errors);
            if (!ended || process.exitValue() != 0 || !complaints.isBlank()) {
                String how = ended ? "ended with status " + process.exitValue() : "still runs";
                throw new AssertionError(String.join(" ", command) + " " + how + ":\n" + complaints);
            }
            return Files.readString(out);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(out);
            Files.deleteIfExists(errors);
        }
    }
}
