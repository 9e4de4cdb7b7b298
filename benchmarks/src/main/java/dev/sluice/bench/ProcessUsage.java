package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time and memory of processes and all their descendants, read from {@code /proc}. Linux only. */
final class ProcessUsage {
    /** USER_HZ is 100 on every Linux that the JDK supports. */
    private static final double TICKS_PER_SECOND = 100.0;

    private static final int UTIME = 11;
    private static final int CHILDREN_STIME = 14;
    private static final int KIB_PER_MIB = 1024;

    private ProcessUsage() {}

    /** User and system seconds so far, children that have ended included. */
    static double cpuSeconds(List<ProcessHandle> roots) {
        return withDescendants(roots).mapToLong(ProcessUsage::cpuTicks).sum() / TICKS_PER_SECOND;
    }

    /** Resident memory in MiB. */
    static double residentMib(List<ProcessHandle> roots) {
        return (double) withDescendants(roots)
                        .mapToLong(ProcessUsage::residentKib)
                        .sum()
                / KIB_PER_MIB;
    }

    /** Of one process without its descendants: those of PostgreSQL share memory that each of them seems to have. */
    static double residentMibAlone(ProcessHandle process) {
        return (double) residentKib(process) / KIB_PER_MIB;
    }

    private static Stream<ProcessHandle> withDescendants(List<ProcessHandle> roots) {
        return roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .distinct();
    }

    /** Fields 14 to 17 of proc(5) stat; the command name before them may hold spaces, so count from its end. */
    private static long cpuTicks(ProcessHandle process) {
        String stat = read(process, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = UTIME; i <= CHILDREN_STIME; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    private static long residentKib(ProcessHandle process) {
        return read(process, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** Empty when the process has ended meanwhile. */
    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            if (!process.isAlive()) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }
}
