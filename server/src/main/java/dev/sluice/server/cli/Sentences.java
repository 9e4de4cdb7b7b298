package dev.sluice.server.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in words. */
final class Sentences {
    private Sentences() {}

    static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + " is not there.";
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written by this user.";
            case FileSystemException other
            when other.getReason() != null -> other.getFile() + ": " + other.getReason() + ".";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
