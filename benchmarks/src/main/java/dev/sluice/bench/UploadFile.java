package dev.sluice.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A file to upload, whole and in pieces. Its bytes are no media, so that nobody works on it when it has come. */
record UploadFile(Path whole, List<Path> pieces, long sizeBytes) {
    static final int PIECE_BYTES = 16 << 20;

    /** @param mib a multiple of the size of a piece */
    static UploadFile make(Path directory, int mib) throws IOException {
        long sizeBytes = (long) mib << 20;
        if (mib < 1 || sizeBytes % PIECE_BYTES != 0) {
            throw new IllegalArgumentException("a file of whole pieces of 16 MiB, not of " + mib + " MiB");
        }
        Files.createDirectories(directory);
        Random random = new Random(/* seed= */ 7);
        byte[] piece = new byte[PIECE_BYTES];
        Path whole = directory.resolve("whole.mp4");
        List<Path> pieces = new ArrayList<>();
        try (OutputStream out = Files.newOutputStream(whole)) {
            for (long done = 0; done < sizeBytes; done += PIECE_BYTES) {
                random.nextBytes(piece);
                out.write(piece);
                pieces.add(Files.write(directory.resolve("piece-" + (pieces.size() + 1)), piece));
            }
        }
        return new UploadFile(whole, pieces, sizeBytes);
    }
}
