package dev.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run of curl, the client of uploads: it costs next to nothing beside what takes them. One use. */
final class Curl {
    private final Path directory;
    private final List<String> lines = new ArrayList<>();

    /** @param directory where it finds what it is to do */
    Curl(Path directory) {
        this.directory = directory;
    }

    /** The next transfer: a method, an URL, its headers, and what to send. */
    Curl send(String method, String url, Path body, String... headers) {
        begin(method, url, headers);
        lines.add("upload-file = \"" + body + '"');
        return this;
    }

    /** The next transfer: a form of one file. */
    Curl form(String url, Path file, String... headers) {
        begin("POST", url, headers);
        lines.add("form = \"file=@" + file + ";type=video/mp4\"");
        return this;
    }

    private void begin(String method, String url, String... headers) {
        if (!lines.isEmpty()) {
            lines.add("next");
        }
        lines.add("url = \"" + url + '"');
        lines.add("request = " + method);
        lines.add("header = \"Expect:\"");
        for (String header : headers) {
            lines.add("header = \"" + header + '"');
        }
        lines.add("output = /dev/null");
        lines.add("write-out = \"%{http_code}\\n\"");
    }

    /** One transfer after the other, on one connection. */
    void run() throws IOException, InterruptedException {
        run(List.of());
    }

    /** So many transfers at a time, on as many connections. */
    void run(int atOnce) throws IOException, InterruptedException {
        run(List.of("--parallel", "--parallel-max", Integer.toString(atOnce)));
    }

    private void run(List<String> options) throws IOException, InterruptedException {
        Path config = Files.write(directory.resolve("curl.txt"), lines);
        List<String> command = new ArrayList<>(List.of("curl", "--disable", "-sS"));
        command.addAll(options);
        command.addAll(List.of("--config", config.toString()));
        Path errors = directory.resolve("curl.log"); // Also of progress, which parallel transfers always show.
        Process curl =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean well = !said.isEmpty() && said.lines().allMatch(line -> line.startsWith("2"));
        if (curl.waitFor() != 0 || !well) {
            throw new IOException("an upload was not answered well:\n" + said + Files.readString(errors));
        }
    }
}
