package dev.sluice.engine.upload;

import dev.sluice.engine.upload.UploadException.Problem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What bytes are to add up to, as their sender declared it. For one run of bytes, by one thread. */
public final class Checksums {
    /** By the names that HTTP and tus give them. */
    private static final Map<String, String> ALGORITHMS = Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256");

    /**
     * A value that was declared.
     *
     * @param digest in hexadecimal
     */
    public record Expected(String algorithm, String digest) {
        /** Empty when the algorithm is not known or the digest not of its length. */
        public static Optional<Expected> of(String name, byte[] digest) {
            String algorithm = ALGORITHMS.get(name);
            boolean fits = algorithm != null && newDigest(algorithm).getDigestLength() == digest.length;
            return fits ? Optional.of(new Expected(name, HexFormat.of().formatHex(digest))) : Optional.empty();
        }

        public static boolean knows(String name) {
            return ALGORITHMS.containsKey(name);
        }
    }

    private final List<Expected> expected;
    private final List<MessageDigest> digests = new ArrayList<>();

    public Checksums(List<Expected> expected) {
        this.expected = List.copyOf(expected);
        this.expected.forEach(each -> digests.add(newDigest(String.valueOf(ALGORITHMS.get(each.algorithm())))));
    }

    public boolean isEmpty() {
        return expected.isEmpty();
    }

    void update(byte[] bytes, int offset, int lengthBytes) {
        digests.forEach(digest -> digest.update(bytes, offset, lengthBytes));
    }

    /** @throws UploadException when the bytes are others */
    void verify() throws UploadException {
        for (int i = 0; i < digests.size(); i++) {
            if (!HexFormat.of()
                    .formatHex(digests.get(i).digest())
                    .equals(expected.get(i).digest())) {
                throw new UploadException(
                        Problem.CHECKSUM_MISMATCH,
                        "checksum_mismatch",
                        "The bytes do not have the " + expected.get(i).algorithm() + " that was declared.");
            }
        }
    }

    private static MessageDigest newDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException everyRuntimeHasIt) {
            throw new IllegalStateException(everyRuntimeHasIt);
        }
    }
}
