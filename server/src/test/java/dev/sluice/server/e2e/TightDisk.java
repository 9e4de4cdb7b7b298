package dev.sluice.server.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk that is soon full, for one server: a file system in memory of its own, mounted over the store's folder where
 * only the server and its children see it (namespaces of user and mounts; no rights are needed). Where the machine
 * grants no namespaces, a limit on the size of each file stands in, which fails a write as a full disk does.
 */
final class TightDisk {
    private static final String MOUNT = "mount -t tmpfs -o size=\"$1\"m sluice-test \"$0\" && shift && exec \"$@\"";
    private static final int MIB = 1 << 20;
    /** A disk of some MiB fails somewhere in a file; a limit for files has to be below what one write brings. */
    private static final int DISK_TO_FILE = 16;

    private final Path folder;
    private final boolean namespaces;

    private TightDisk(Path folder, boolean namespaces) {
        this.folder = folder;
        this.namespaces = namespaces;
    }

    /** For the objects of a server that is started with this directory. */
    static TightDisk ofObjects(Path directory) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(directory.resolve("data/objects"));
        boolean namespaces = succeeds("unshare", "-Urm", "mount", "-t", "tmpfs", "probe", folder.toString());
        if (!namespaces) {
            System.out.println("This machine grants no namespaces: a limit on the size of files stands in for a disk.");
        }
        return new TightDisk(folder, namespaces);
    }

    /** Whether it is full by the sum of its files, and not by each of them. */
    boolean isFileSystem() {
        return namespaces;
    }

    /** The same program, on a disk of so many MiB. It keeps its process id. */
    List<String> with(int mib, List<String> program) {
        List<String> command = new ArrayList<>();
        if (namespaces) {
            command.addAll(List.of("unshare", "-Urm", "sh", "-c", MOUNT, folder.toString(), Integer.toString(mib)));
        } else {
            command.addAll(List.of("prlimit", "--fsize=" + fileBytes(mib) + ":"));
        }
        command.addAll(program);
        return command;
    }

    /** Makes the disk of a running server larger, or smaller. */
    void resize(SluiceProcess server, int mib) throws IOException, InterruptedException {
        String pid = Long.toString(server.program().pid());
        boolean done = namespaces
                ? succeeds(
                        "nsenter",
                        "--user",
                        "--mount",
                        "--preserve-credentials",
                        "--target",
                        pid,
                        "mount",
                        "-o",
                        "remount,size=" + mib + "m",
                        folder.toString())
                : succeeds("prlimit", "--pid", pid, "--fsize=" + fileBytes(mib) + ":");
        if (!done) {
            throw new IOException("the disk did not become one of " + mib + " MiB");
        }
    }

    private static long fileBytes(int mib) {
        return (long) mib * MIB / DISK_TO_FILE;
    }

    /** The directory that the server was started with, as the server sees it. */
    static Path asSeenBy(SluiceProcess server, Path directory) {
        return Path.of("/proc", Long.toString(server.program().pid()), "root" + directory.toAbsolutePath());
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }
}
