package dev.sluice.media.codec;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.HashSet;
import java.util.Set;

/**
 * The ids by which slices of H.264 name their parameter sets (ITU-T H.264 sections 7.3.2.1.1 and 7.3.2.2): sets of
 * several encoders can stand in one configuration record when no two have the same.
 */
public final class AvcSetIds {
    private static final int HEADER_BYTES = 1;
    private static final int PROFILE_AND_LEVEL_BITS = 24;
    private static final int MAX_SPS_ID = 31;
    private static final int MAX_PPS_ID = 255;

    private AvcSetIds() {}

    /**
     * The lowest id that none of the sets has, of either kind.
     *
     * @throws MediaParseException when a set is malformed, or all ids are taken
     */
    public static int free(AvcParameters parameters) throws MediaParseException {
        Set<Integer> taken = new HashSet<>();
        for (Payload sps : parameters.sequenceParameterSets()) {
            taken.add(Rbsp.bits(sps, HEADER_BYTES + PROFILE_AND_LEVEL_BITS / Byte.SIZE)
                    .readUnsignedExpGolomb(MAX_SPS_ID, "seq_parameter_set_id"));
        }
        for (Payload pps : parameters.pictureParameterSets()) {
            taken.add(Rbsp.bits(pps, HEADER_BYTES).readUnsignedExpGolomb(MAX_PPS_ID, "pic_parameter_set_id"));
        }
        for (int id = 0; id <= MAX_SPS_ID; id++) {
            if (!taken.contains(id)) {
                return id;
            }
        }
        throw MediaParseException.malformed("parameter sets with all ids there are");
    }
}
