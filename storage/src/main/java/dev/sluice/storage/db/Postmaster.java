package dev.sluice.storage.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} in a PostgreSQL data directory says: the process that serves the directory, or the trace
 * of one that was killed.
 *
 * @param ready true once it takes connections
 */
record Postmaster(long pid, boolean ready) {
    private static final String FILE_NAME = "postmaster.pid";
    private static final int STATUS_LINE = 7;
    private static final String STATUS_READY = "ready";

    /** Empty when no server runs on the directory or its file is not complete yet. */
    static Optional<Postmaster> read(Path clusterDirectory) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(clusterDirectory.resolve(FILE_NAME));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long pid = Long.parseLong(lines.getFirst().strip());
        boolean ready =
                lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals(STATUS_READY);
        return Optional.of(new Postmaster(pid, ready));
    }

    static void deleteFile(Path clusterDirectory) throws IOException {
        Files.deleteIfExists(clusterDirectory.resolve(FILE_NAME));
    }

    boolean alive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** True when the process with this id is a postmaster of that very directory, not one that got the id later. */
    boolean serves(Path clusterDirectory) {
        String[] arguments = ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().arguments())
                .orElse(new String[0]);
        int directoryOption = Arrays.asList(arguments).indexOf("-D");
        return directoryOption >= 0
                && directoryOption + 1 < arguments.length
                && Path.of(arguments[directoryOption + 1]).equals(clusterDirectory);
    }
}
