package dev.sluice.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The same bytes in different pieces, for parsers that are fed as the network pleases: whole, byte by byte, and cut in
 * two at every boundary. What the parser makes of them must be the same each time.
 */
public final class SplittingInput {
    private SplittingInput() {}

    /** What a test does with one way to cut the bytes. */
    @FunctionalInterface
    public interface PieceConsumer {
        /** @param pieces in order, none empty; fresh copies */
        void accept(List<byte[]> pieces) throws Exception;
    }

    /**
     * Feeds every cutting of the bytes to the consumer.
     *
     * @throws AssertionError when the consumer fails, naming the cutting
     */
    public static void forEachSplit(byte[] bytes, PieceConsumer consumer) {
        feed("whole", whole(bytes), consumer);
        feed("byte by byte", byteByByte(bytes), consumer);
        for (int cut = 1; cut < bytes.length; cut++) {
            feed("cut at " + cut + " of " + bytes.length, cutAt(bytes, cut), consumer);
        }
    }

    public static List<byte[]> whole(byte[] bytes) {
        return bytes.length == 0 ? List.of() : List.of(bytes.clone());
    }

    public static List<byte[]> byteByByte(byte[] bytes) {
        return inPiecesOf(1, bytes);
    }

    /** Pieces of at most {@code pieceBytes} bytes. */
    public static List<byte[]> inPiecesOf(int pieceBytes, byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        for (int start = 0; start < bytes.length; start += pieceBytes) {
            pieces.add(Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + pieceBytes)));
        }
        return pieces;
    }

    private static List<byte[]> cutAt(byte[] bytes, int cut) {
        return List.of(Arrays.copyOfRange(bytes, 0, cut), Arrays.copyOfRange(bytes, cut, bytes.length));
    }

    private static void feed(String cutting, List<byte[]> pieces, PieceConsumer consumer) {
        try {
            consumer.accept(pieces);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("input " + cutting + ": " + e.getMessage(), e);
        }
    }
}
