package dev.sluice.media.codec;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * An H.264 track as a file holds it: its parameters, and how its access units are stored.
 *
 * @param lengthSizeBytes of the NAL units in the file; {@link #START_CODES} for a byte stream
 */
public record AvcStream(AvcParameters parameters, int lengthSizeBytes) {
    public static final int START_CODES = 0;

    private static final int SHORTEST_BYTE_STREAM = 4;

    /**
     * @param configuration an avcC, or parameter sets behind start codes
     * @throws MediaParseException when it is malformed, has no parameter sets, or asks for too large a picture
     */
    public static AvcStream of(Payload configuration) throws MediaParseException {
        if (!isByteStream(configuration)) {
            return new AvcStream(AvcConfig.parse(configuration), AvcConfig.nalLengthSizeBytes(configuration));
        }
        List<Payload> sps = new ArrayList<>();
        List<Payload> pps = new ArrayList<>();
        for (Payload unit : NalUnits.splitAnnexB(configuration)) {
            int type = NalCodec.AVC.unitType(unit.byteAt(0));
            if (type == NalCodec.AVC_SPS) {
                sps.add(unit);
            } else if (type == NalCodec.AVC_PPS) {
                pps.add(unit);
            }
        }
        return new AvcStream(AvcConfig.fromParameterSets(sps, pps), START_CODES);
    }

    /**
     * The form that {@link dev.sluice.media.EncodedSample} asks for; empty when nothing of a picture is in it.
     *
     * @throws MediaParseException malformed
     */
    public Payload sample(Payload stored) throws MediaParseException {
        return lengthSizeBytes == START_CODES
                ? NalUnits.toCanonical(NalCodec.AVC, NalUnits.fromAnnexB(stored), NalUnits.LENGTH_SIZE_BYTES)
                : NalUnits.toCanonical(NalCodec.AVC, stored, lengthSizeBytes);
    }

    /**
     * Whether a stored access unit brings no parameter set but those that the track has from the start.
     *
     * @throws MediaParseException malformed
     */
    public boolean keepsParameters(Payload stored) throws MediaParseException {
        Payload units = lengthSizeBytes == START_CODES ? NalUnits.fromAnnexB(stored) : stored;
        int size = lengthSizeBytes == START_CODES ? NalUnits.LENGTH_SIZE_BYTES : lengthSizeBytes;
        for (Payload set : NalUnits.parameterSets(NalCodec.AVC, units, size)) {
            if (!parameters.sequenceParameterSets().contains(set)
                    && !parameters.pictureParameterSets().contains(set)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether lengths of zero stand among the units: zeros where bytes of a picture were lost, which FFmpeg refuses.
     *
     * @throws MediaParseException malformed
     */
    public boolean hasEmptyUnits(Payload stored) throws MediaParseException {
        return lengthSizeBytes != START_CODES && NalUnits.hasEmpty(stored, lengthSizeBytes);
    }

    /** {@code profile_idc} of the first sequence parameter set. */
    public int profileIdc() {
        return firstSet(1);
    }

    /** The byte behind the profile, {@code constraint_set0_flag} in its top bit. */
    public int constraintFlags() {
        return firstSet(2);
    }

    /** Ten times the level. */
    public int levelIdc() {
        return firstSet(3);
    }

    /**
     * Whether its pictures may be fields.
     *
     * @throws MediaParseException malformed
     */
    public boolean allowsFields() throws MediaParseException {
        for (Payload set : parameters.sequenceParameterSets()) {
            if (AvcSps.parse(set).interlaced()) {
                return true;
            }
        }
        return false;
    }

    private int firstSet(int offset) {
        return parameters.sequenceParameterSets().getFirst().byteAt(offset) & 0xFF;
    }

    private static boolean isByteStream(Payload configuration) {
        return configuration.sizeBytes() >= SHORTEST_BYTE_STREAM
                && configuration.byteAt(0) == 0
                && configuration.byteAt(1) == 0;
    }
}
