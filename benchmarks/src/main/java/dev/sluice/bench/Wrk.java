package dev.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs wrk (Debian's package) against one URL and reads what it says. */
final class Wrk {
    private static final int CONNECTIONS = 32;
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("\\s99%\\s+([0-9.]+)(us|ms|s)\\b");

    /** Connections that broke; requests over two seconds are in the figures. */
    private static final Pattern BROKEN = Pattern.compile("Socket errors: (?!connect 0, read 0, write 0,)");

    /** What was measured. */
    record Figures(double requestsPerSecond, double p99Ms) {}

    private Wrk() {}

    static Figures run(String url, int seconds, String... headers) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", "--latency"));
        for (String header : headers) {
            command.add("-H");
            command.add(header);
        }
        command.add(url);
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (wrk.waitFor() != 0
                || said.contains("Non-2xx")
                || BROKEN.matcher(said).find()) {
            throw new IOException("wrk against " + url + " was not answered well:\n" + said);
        }
        Matcher p99 = found(P99, said);
        double factor =
                switch (p99.group(2)) {
                    case "us" -> 0.001;
                    case "ms" -> 1;
                    default -> 1000;
                };
        return new Figures(Double.parseDouble(found(RATE, said).group(1)), Double.parseDouble(p99.group(1)) * factor);
    }

    private static Matcher found(Pattern pattern, String said) throws IOException {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new IOException("wrk did not say " + pattern + ":\n" + said);
        }
        return matcher;
    }
}
