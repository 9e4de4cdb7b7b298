package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The program behind {@code scripts/bench}: {@code PROJECT WORK remux|ladder|vod|live|api|sockets|upload [figures]}.
 */
public final class BenchMain {
    private static final int DEFAULT_PUBLISHERS = 30;
    private static final int DEFAULT_REPEATS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final Duration MEASURED = Duration.ofSeconds(60);

    private static final int DEFAULT_SOCKETS = 10_000;
    private static final int LADDER_SECONDS = 60;
    private static final int LIVE_SECONDS = 20;
    private static final int UPLOAD_MIB = 1024;

    /** In memory, so that no disk is measured. */
    private static final Path SCRATCH = Path.of("/dev/shm/sluice-bench");

    private BenchMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path project = Path.of(arguments[0]);
        Path work = Path.of(arguments[1]);
        Path source = work.resolve("media/source1080.mp4");
        switch (arguments[2]) {
            case "remux" -> {
                FlvTags media = FlvTags.read(work.resolve("media/live720.flv"));
                RemuxBench.Shape shape = new RemuxBench.Shape(
                        number(arguments, 3, DEFAULT_PUBLISHERS),
                        number(arguments, 4, DEFAULT_REPEATS),
                        WARM_UP,
                        MEASURED);
                new RemuxBench(SCRATCH, project, media, shape).run();
            }
            case "ladder" -> {
                Workload workload = new Workload(source, number(arguments, 4, LADDER_SECONDS), "veryfast", false);
                new LadderBench(SCRATCH, workload, number(arguments, 3, DEFAULT_REPEATS)).run();
            }
            case "vod" -> new VodBench(SCRATCH, project, source, number(arguments, 3, DEFAULT_REPEATS)).run();
            case "live" -> {
                Workload workload = new Workload(source, number(arguments, 4, LIVE_SECONDS), "superfast", true);
                new LadderBench(SCRATCH, workload, number(arguments, 3, DEFAULT_REPEATS)).run();
            }
            case "api" -> new ApiBench(SCRATCH, project, number(arguments, 3, DEFAULT_REPEATS)).run();
            case "upload" ->
                new UploadBench(
                                SCRATCH,
                                project,
                                work.resolve("npm"),
                                number(arguments, 4, UPLOAD_MIB),
                                number(arguments, 3, DEFAULT_REPEATS))
                        .run();
            case "sockets" -> new SocketBench(SCRATCH, project, number(arguments, 3, DEFAULT_SOCKETS)).run();
            default -> throw new IllegalArgumentException("no such measurement: " + arguments[2]);
        }
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
