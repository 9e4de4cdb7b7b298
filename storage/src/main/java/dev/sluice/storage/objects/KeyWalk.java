package dev.sluice.storage.objects;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Walks a directory tree in the lexical order of keys and stops at a limit. Holds the names of one directory per level,
 * and looks at files only as it comes to them. What is no object (other names, links) and what goes away meanwhile is
 * passed over. For one walk, by one thread.
 */
final class KeyWalk {
    /** Takes a file; says whether it was one to count. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(Path file, String key) throws IOException;
    }

    private final String startAfter;
    private final Visitor visitor;
    private int remaining;

    KeyWalk(String startAfter, int limit, Visitor visitor) {
        this.startAfter = startAfter;
        this.remaining = limit;
        this.visitor = visitor;
    }

    /**
     * Visits what is beneath a directory.
     *
     * @param parentKey empty, or the directory's key with a slash
     * @param namePrefix beginning of the names wanted in this directory
     */
    void walk(Path directory, String parentKey, String namePrefix) throws IOException {
        // Keys beneath directory "a" begin with "a/", which comes after "a-b" and "a.b": they wait for their place.
        Deque<String> waiting = new ArrayDeque<>();
        for (String name : names(directory, parentKey, namePrefix)) {
            while (!waiting.isEmpty() && (waiting.peek() + "/").compareTo(name) < 0) {
                descend(directory, parentKey, waiting.pop());
            }
            if (remaining == 0) {
                return;
            }
            Path path = directory.resolve(name);
            switch (kind(path)) {
                case DIRECTORY -> waiting.push(name);
                case FILE -> visit(path, parentKey + name);
                case OTHER -> {}
            }
        }
        while (!waiting.isEmpty()) {
            descend(directory, parentKey, waiting.pop());
        }
    }

    private void descend(Path directory, String parentKey, String name) throws IOException {
        if (remaining > 0) {
            walk(directory.resolve(name), parentKey + name + "/", "");
        }
    }

    private void visit(Path file, String key) throws IOException {
        if (key.compareTo(startAfter) > 0 && visitor.visit(file, key)) {
            remaining--;
        }
    }

    private List<String> names(Path directory, String parentKey, String namePrefix) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith(namePrefix) && ObjectNames.isSegment(name) && mayMatter(parentKey + name)) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException nothingBeneath) {
            return List.of();
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        names.sort(null);
        return names;
    }

    /** False when the key, be it a file's or a directory's, lies wholly before the start. */
    private boolean mayMatter(String key) {
        String asDirectory = key + "/";
        return key.length() <= ObjectNames.MAX_KEY_LENGTH
                && (asDirectory.compareTo(startAfter) > 0 || startAfter.startsWith(asDirectory));
    }

    private static Kind kind(Path path) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isDirectory() ? Kind.DIRECTORY : found.isRegularFile() ? Kind.FILE : Kind.OTHER;
        } catch (NoSuchFileException wentAway) {
            return Kind.OTHER;
        }
    }

    private enum Kind {
        DIRECTORY,
        FILE,
        OTHER
    }
}
