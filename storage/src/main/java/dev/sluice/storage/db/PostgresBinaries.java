package dev.sluice.storage.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unpacks the PostgreSQL programs on the class path, once per version, into a directory they are run from. */
final class PostgresBinaries {
    private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final String RESOURCE = "/postgres-linux-x86_64.txz";
    private static final int DIGEST_CHARS = 16;

    private PostgresBinaries() {}

    /**
     * Returns the directory that holds {@code bin}, {@code lib} and {@code share}. Safe against other processes that
     * unpack into the same parent: a half-unpacked directory is never visible under the final name.
     */
    static Path unpack(Path parent) throws IOException {
        Path home = parent.resolve("postgresql-" + digest());
        if (Files.isDirectory(home)) {
            return home;
        }
        Files.createDirectories(parent);
        Path partial = Files.createTempDirectory(parent, "unpacking-");
        try (InputStream archive = open()) {
            extract(archive, partial);
            log.info("Unpacked PostgreSQL to {}", home);
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteTree(partial);
            if (!Files.isDirectory(home)) {
                throw e;
            }
            log.debug("Another process unpacked PostgreSQL first", e);
        }
        return home;
    }

    private static InputStream open() throws IOException {
        InputStream archive = PostgresBinaries.class.getResourceAsStream(RESOURCE);
        if (archive == null) {
            throw new IOException("no PostgreSQL programs for this platform on the class path (" + RESOURCE + ")");
        }
        return archive;
    }

    private static String digest() throws IOException {
        try (DigestInputStream in = new DigestInputStream(open(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest()).substring(0, DIGEST_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void extract(InputStream archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extractEntry(tar, entry, target);
            }
        }
    }

    private static void extractEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("archive entry leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path directory = path.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        if (entry.isSymbolicLink() || entry.isLink()) {
            linkUnlessPresent(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make " + path + " executable");
        }
    }

    private static void linkUnlessPresent(Path path, Path linkTarget) throws IOException {
        try {
            Files.createSymbolicLink(path, linkTarget);
        } catch (FileAlreadyExistsException e) {
            log.trace("{} is already there", path, e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(root)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
