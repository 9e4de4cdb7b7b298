package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.MediaParseException;

/** {@code scaling_list_data} of ITU-T H.265 section 7.3.4, which is only stepped over. */
final class HevcScalingLists {
    private static final int SIZES = 4;
    private static final int MATRICES = 6;
    private static final int MAX_COEFFICIENTS = 64;

    private HevcScalingLists() {}

    static void skip(BitReader bits) throws MediaParseException {
        for (int size = 0; size < SIZES; size++) {
            int step = size == SIZES - 1 ? 3 : 1;
            for (int matrix = 0; matrix < MATRICES; matrix += step) {
                if (bits.readFlag()) {
                    skipCoefficients(bits, size);
                } else {
                    bits.readUnsignedExpGolomb(matrix, "scaling_list_pred_matrix_id_delta");
                }
            }
        }
    }

    private static void skipCoefficients(BitReader bits, int size) throws MediaParseException {
        int coefficients = Math.min(MAX_COEFFICIENTS, 1 << (4 + 2 * size));
        if (size > 1) {
            bits.readSignedExpGolomb();
        }
        for (int i = 0; i < coefficients; i++) {
            bits.readSignedExpGolomb();
        }
    }
}
