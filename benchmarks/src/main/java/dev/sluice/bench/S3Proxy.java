package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An S3 server in a process of its own: s3proxy over a directory. It stands in for a store elsewhere. */
final class S3Proxy implements AutoCloseable {
    private static final int PORT = 18092;
    private static final String BUCKET = "uploads";
    private static final String KEY_ID = "sluice-bench";
    private static final String SECRET = "sluice-bench-secret";
    private static final String SETTINGS = """
            s3proxy.endpoint=http://127.0.0.1:%1$d
            s3proxy.authorization=aws-v4
            s3proxy.identity=%2$s
            s3proxy.credential=%3$s
            jclouds.provider=filesystem
            jclouds.identity=unused
            jclouds.credential=unused
            jclouds.filesystem.basedir=%4$s
            """;

    private final ChildProcess process;
    private final Path bucket;

    private S3Proxy(ChildProcess process, Path bucket) {
        this.process = process;
        this.bucket = bucket;
    }

    static S3Proxy start(Path directory) throws IOException {
        Path buckets = directory.resolve("buckets");
        Path bucket = Files.createDirectories(buckets.resolve(BUCKET)); // A directory is a bucket.
        Path settings =
                Files.writeString(directory.resolve("s3proxy.conf"), SETTINGS.formatted(PORT, KEY_ID, SECRET, buckets));
        ChildProcess process = ChildProcess.start(
                directory,
                Map.of(),
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString()));
        process.awaitPort(PORT);
        return new S3Proxy(process, bucket);
    }

    /** By which a server stores its objects here. */
    Map<String, String> settings() {
        return Map.of(
                "SLUICE_STORE_S3_BUCKET", BUCKET,
                "SLUICE_STORE_S3_ENDPOINT", "http://127.0.0.1:" + PORT,
                "SLUICE_STORE_S3_PATH_STYLE", "true",
                "SLUICE_STORE_S3_ACCESS_KEY_ID", KEY_ID,
                "SLUICE_STORE_S3_SECRET_ACCESS_KEY", SECRET);
    }

    /** Where its objects are, by their keys. */
    Path bucketDirectory() {
        return bucket;
    }

    double cpuSeconds() {
        return ProcessUsage.cpuSeconds(List.of(process.handle()));
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
