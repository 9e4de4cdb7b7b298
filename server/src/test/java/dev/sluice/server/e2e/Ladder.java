package dev.sluice.server.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A ladder of pictures small enough for a busy machine: a source of 640x360 is the first rung as it came. */
final class Ladder {
    /** Environment of a server that would rather be late than drop pictures: what is counted is media, not speed. */
    static final Map<String, String> PATIENT = Map.of("SLUICE_TRANSCODER_MAX_DELAY", "30s");

    private static final String YAML = """
            transcoder:
              ladder:
                - {name: 360p, height: 360, bitrate-kbps: 1000, max-frame-rate: 120, preset: ultrafast}
                - {name: 240p, height: 240, bitrate-kbps: 400, max-frame-rate: 120, preset: ultrafast}
            """;

    private Ladder() {}

    /** The arguments that make a server use it. */
    static String[] arguments(Path directory) throws IOException {
        Path file = directory.resolve("small-ladder.yaml");
        Files.writeString(file, YAML);
        return new String[] {"--config", file.toString()};
    }
}
