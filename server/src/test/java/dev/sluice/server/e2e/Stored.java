package dev.sluice.server.e2e;

import dev.sluice.storage.objects.FileObjectStore;
import dev.sluice.storage.objects.S3ProxyProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.services.s3.S3Client;

/** The source of an upload as the object store has it, past the server. */
final class Stored {
    private static final int BLOCK_BYTES = 4 << 20;

    private Stored() {}

    /** SHA-256 of a source among the files of a server that was started with this folder, and goes on running. */
    static String inFiles(Path directory, String id) throws Exception {
        Path aside = Files.createTempDirectory(directory, "aside");
        Files.createDirectories(aside.resolve("uploads").resolve(id));
        Files.copy(directory.resolve("data/objects").resolve(key(id)), aside.resolve(key(id)));
        FileObjectStore store = FileObjectStore.open(aside);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long sizeBytes = store.head(key(id)).orElseThrow().sizeBytes();
        for (long offset = 0; offset < sizeBytes; offset += BLOCK_BYTES) {
            int length = (int) Math.min(BLOCK_BYTES, sizeBytes - offset);
            digest.update(store.read(key(id), offset, length).orElseThrow().buffer());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The same in a bucket, by the server's prefix. */
    static String inBucket(S3ProxyProcess s3, String bucket, String prefix, String id) throws IOException {
        try (S3Client client = s3.client();
                InputStream in = client.getObject(get -> get.bucket(bucket).key(prefix + key(id)))) {
            return sha256(in);
        }
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return sha256(in);
        }
    }

    private static String key(String id) {
        return "uploads/" + id + "/source";
    }

    private static String sha256(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
