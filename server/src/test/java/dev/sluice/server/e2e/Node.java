package dev.sluice.server.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Scripts of {@code src/test/web} with the packages of npm. They find the server and its key in their environment. */
final class Node {
    static final Path WEB = Path.of("src/test/web").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SluiceProcess server;
    private final Path logs;

    Node(SluiceProcess server, Path logs) {
        this.server = server;
        this.logs = logs;
    }

    /** What a script prints until it ends; fails when it does not end well. */
    String run(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        try (RunningProgram program = start(folder, environment, arguments)) {
            program.awaitSuccess(PATIENCE);
            return program.output();
        }
    }

    RunningProgram start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "-C", folder.toString(), "node"));
        command.addAll(Arrays.asList(arguments));
        Map<String, String> all = new HashMap<>(environment);
        all.put("BASE", server.uri("").toString());
        all.put("API_KEY", SluiceProcess.API_KEY);
        return RunningProgram.start(logs, "node", all, command);
    }
}
