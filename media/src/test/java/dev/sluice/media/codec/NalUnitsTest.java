package dev.sluice.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NalUnitsTest {
    private static final Payload AUD = Records.hex("09f0");
    private static final Payload SPS = Records.hex("6742c01e01");
    private static final Payload PPS = Records.hex("68ce0f");
    private static final Payload SEI = Records.hex("0605ff");
    private static final Payload IDR = Records.hex("6588840011");
    private static final Payload SLICE = Records.hex("419a22");
    private static final Payload FILLER = Records.hex("0cff80");

    @Test
    void toCanonical_nothingToDrop_givesTheSamePayload() throws Exception {
        Payload unit = NalUnits.joinWithLengths(List.of(SEI, IDR));

        assertThat(NalUnits.toCanonical(NalCodec.AVC, unit, 4)).isSameAs(unit);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void toCanonical_anyLengthSize_dropsWhatSamplesLeaveOut(int lengthSize) throws Exception {
        Payload source = withLengths(lengthSize, List.of(AUD, SPS, PPS, SEI, IDR, FILLER, SLICE));

        assertThat(NalUnits.toCanonical(NalCodec.AVC, source, lengthSize))
                .isEqualTo(NalUnits.joinWithLengths(List.of(SEI, IDR, SLICE)));
        assertThat(NalUnits.parameterSets(NalCodec.AVC, source, lengthSize)).containsExactly(SPS, PPS);
    }

    @Test
    void toCanonical_hevc_dropsVpsSpsPpsDelimiterAndFiller() throws Exception {
        Payload idr = Records.hex("2601af");
        List<Payload> units = List.of(
                Records.hex("460150"),
                Records.hex("40010c"),
                Records.hex("420101"),
                Records.hex("4401c0"),
                Records.hex("4e0101"),
                idr,
                Records.hex("4c01ff"));

        assertThat(NalUnits.toCanonical(NalCodec.HEVC, NalUnits.joinWithLengths(units), 4))
                .isEqualTo(NalUnits.joinWithLengths(List.of(Records.hex("4e0101"), idr)));
        assertThat(NalUnits.containsHevcIrap(NalUnits.joinWithLengths(List.of(idr))))
                .isTrue();
        assertThat(NalUnits.containsHevcIrap(NalUnits.joinWithLengths(List.of(Records.hex("2a01af")))))
                .isTrue();
        assertThat(NalUnits.containsHevcIrap(NalUnits.joinWithLengths(List.of(Records.hex("0201af")))))
                .isFalse();
    }

    @Test
    void toCanonical_emptyUnitsAndOnlyParameterSets_leaveNothing() throws Exception {
        assertThat(NalUnits.toCanonical(NalCodec.AVC, Records.hex("0000000000000000"), 4))
                .isEqualTo(Payload.EMPTY);
        assertThat(NalUnits.toCanonical(NalCodec.AVC, NalUnits.joinWithLengths(List.of(SPS, PPS)), 4))
                .isEqualTo(Payload.EMPTY);
        assertThat(NalUnits.toCanonical(NalCodec.AVC, Payload.EMPTY, 4)).isEqualTo(Payload.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "000000", "0000000565", "ffffffff65", "7fffffff65", "0000000165000000"})
    void toCanonical_lengthsThatDoNotAddUp_areMalformed(String hex) {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> NalUnits.toCanonical(NalCodec.AVC, Records.hex(hex), 4));
        assertThatExceptionOfType(MediaParseException.class).isThrownBy(() -> NalUnits.toAnnexB(Records.hex(hex)));
    }

    @Test
    void containsAvcIdr_findsIdrBehindOtherUnits() throws Exception {
        assertThat(NalUnits.containsAvcIdr(NalUnits.joinWithLengths(List.of(SEI, SLICE, IDR))))
                .isTrue();
        assertThat(NalUnits.containsAvcIdr(NalUnits.joinWithLengths(List.of(SEI, SLICE))))
                .isFalse();
        assertThat(NalUnits.containsAvcIdr(Payload.EMPTY)).isFalse();
    }

    @Test
    void annexB_thereAndBack_isTheSame() throws Exception {
        Payload unit = NalUnits.joinWithLengths(List.of(SEI, IDR, SLICE));

        assertThat(NalUnits.toAnnexB(unit))
                .isEqualTo(Records.hex("00000001 0605ff 00000001 6588840011 00000001 419a22"));
        assertThat(NalUnits.fromAnnexB(NalUnits.toAnnexB(unit))).isEqualTo(unit);
    }

    @Test
    void splitAnnexB_shortStartCodesAndZerosAround_givesTheUnits() {
        assertThat(NalUnits.splitAnnexB(Records.hex("ffff 000001 0605ff 0000 00000001 658884 000001 0000")))
                .containsExactly(SEI, Records.hex("658884"));
        assertThat(NalUnits.splitAnnexB(Records.hex("0605ff"))).isEmpty();
        assertThat(NalUnits.splitAnnexB(Records.hex("000001"))).isEmpty();
        assertThat(NalUnits.splitAnnexB(Payload.EMPTY)).isEmpty();
    }

    @Test
    void forEach_givesOffsetsInOrder() throws Exception {
        List<Integer> offsets = new ArrayList<>();

        NalUnits.forEach(withLengths(2, List.of(SEI, IDR)), 2, (offset, length) -> offsets.add(offset));

        assertThat(offsets).containsExactly(2, 7);
    }

    private static Payload withLengths(int lengthSize, List<Payload> units) {
        StringBuilder hex = new StringBuilder();
        for (Payload unit : units) {
            hex.append(String.format("%0" + 2 * lengthSize + "x", unit.sizeBytes()));
            for (byte b : unit.toByteArray()) {
                hex.append(String.format("%02x", b));
            }
        }
        return Records.hex(hex.toString());
    }
}
