package dev.sluice.storage.objects;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3 server for tests: s3proxy over a directory, on a port of 127.0.0.1, with signatures of version 4. In a
 * process of its own, so that its libraries meet none of ours and that it can be killed; it ends with its parent, too.
 *
 * <p>A module that uses it needs {@code org.gaul:s3proxy} in test scope beside this test jar.
 */
public final class S3ProxyProcess implements AutoCloseable {
    public static final String REGION = "us-east-1";
    public static final String ACCESS_KEY_ID = "sluice-test";
    public static final String SECRET_ACCESS_KEY = "sluice-test-secret";

    private static final long START_TIMEOUT_S = 60;
    private static final long STOP_TIMEOUT_S = 10;

    private final Process process;
    private final int port;

    private S3ProxyProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** On a free port. */
    public static S3ProxyProcess start(Path directory) throws IOException {
        return start(directory, 0);
    }

    /**
     * On a port that is free, such as that of an earlier server which was closed.
     *
     * @param directory where the buckets lie; what an earlier server stored there is still there
     */
    public static S3ProxyProcess start(Path directory, int port) throws IOException {
        Files.createDirectories(directory);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        S3ProxyMain.class.getName(),
                        directory.toAbsolutePath().toString(),
                        Integer.toString(port),
                        ACCESS_KEY_ID,
                        SECRET_ACCESS_KEY)
                .redirectErrorStream(true)
                .start();
        try {
            return new S3ProxyProcess(process, awaitPort(process));
        } catch (IOException | RuntimeException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    /** How to reach a bucket of this server. */
    public S3Settings settings(String bucket) {
        return settings(bucket, endpoint());
    }

    /** How to reach a bucket through something that stands before this server. */
    public static S3Settings settings(String bucket, URI endpoint) {
        return new S3Settings(
                bucket,
                /* prefix= */ "",
                endpoint,
                REGION,
                /* pathStyle= */ true,
                ACCESS_KEY_ID,
                SECRET_ACCESS_KEY,
                S3Settings.Limits.DEFAULTS);
    }

    public void createBucket(String bucket) {
        try (S3Client client = S3Clients.build(settings(bucket))) {
            client.createBucket(create -> create.bucket(bucket));
        }
    }

    /** A client of the server, of which the caller is the owner. */
    public S3Client client() {
        return S3Clients.build(settings("any"));
    }

    @Override
    public void close() throws IOException {
        kill();
    }

    /** Kills the server, as a power cut would. What it stored stays. Idempotent. */
    public void kill() throws IOException {
        process.destroyForcibly();
        try {
            if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
                throw new IOException("s3proxy, process " + process.pid() + ", does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int awaitPort(Process process) throws IOException {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread.ofVirtual().name("s3proxy-output").start(() -> readOutput(process, port));
        try {
            return port.get(START_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("s3proxy did not start", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while s3proxy started", interrupted);
        }
    }

    /** To its end, so that the server never waits for a reader. */
    private static void readOutput(Process process, CompletableFuture<Integer> port) {
        StringBuilder before = new StringBuilder();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(S3ProxyMain.READY)) {
                    port.complete(Integer.valueOf(line.substring(S3ProxyMain.READY.length())));
                } else if (!port.isDone()) {
                    before.append(line).append('\n');
                }
            }
            port.completeExceptionally(new IOException("s3proxy ended; it said:\n" + before));
        } catch (IOException closed) {
            port.completeExceptionally(new UncheckedIOException(closed));
        }
    }
}
