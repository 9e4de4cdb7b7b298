package dev.sluice.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AvcStreamTest {
    private static final Payload DELIMITER = Records.hex("09f0");
    private static final Payload SEI = Records.hex("0605ff0180");
    private static final Payload IDR = Records.hex("658884ff");
    private static final Payload OTHER_PPS = Records.hex("68ce3c80");

    private final AvcStream lengths = AvcStream.of(Records.load("avc_high_1080p2997.avcC"));
    private final AvcStream startCodes = AvcStream.of(byteStream(lengths.parameters()));

    AvcStreamTest() throws MediaParseException {}

    @Test
    void parameterSetsBehindStartCodes_areTheSameParameters() {
        assertThat(startCodes.parameters()).isEqualTo(lengths.parameters());
        assertThat(startCodes.lengthSizeBytes()).isEqualTo(AvcStream.START_CODES);
        assertThat(lengths.lengthSizeBytes()).isEqualTo(4);
        assertThat(lengths.profileIdc()).isEqualTo(100);
        assertThat(lengths.constraintFlags()).isZero();
        assertThat(lengths.levelIdc()).isEqualTo(40);
    }

    @Test
    void sample_hasNeitherDelimitersNorParameterSets_andKeepsTheRest() throws Exception {
        Payload sps = lengths.parameters().sequenceParameterSets().getFirst();
        Payload stored = NalUnits.joinWithLengths(List.of(DELIMITER, sps, SEI, IDR));
        Payload wanted = NalUnits.joinWithLengths(List.of(SEI, IDR));

        assertThat(lengths.sample(stored)).isEqualTo(wanted);
        assertThat(startCodes.sample(NalUnits.toAnnexB(stored))).isEqualTo(wanted);
    }

    @Test
    void parameterSetsOfItsOwn_areKept_andOthersAreNot() throws Exception {
        List<Payload> units = new ArrayList<>(lengths.parameters().sequenceParameterSets());
        units.addAll(lengths.parameters().pictureParameterSets());
        units.add(IDR);
        Payload same = NalUnits.joinWithLengths(units);
        assertThat(lengths.keepsParameters(same)).isTrue();
        assertThat(startCodes.keepsParameters(NalUnits.toAnnexB(same))).isTrue();

        Payload other = NalUnits.joinWithLengths(List.of(OTHER_PPS, IDR));
        assertThat(lengths.parameters().pictureParameterSets()).doesNotContain(OTHER_PPS);
        assertThat(lengths.keepsParameters(other)).isFalse();
        assertThat(startCodes.keepsParameters(NalUnits.toAnnexB(other))).isFalse();
    }

    @Test
    void lengthOfZero_isSeen() throws Exception {
        Payload whole = NalUnits.joinWithLengths(List.of(SEI, IDR));
        assertThat(lengths.hasEmptyUnits(whole)).isFalse();
        assertThat(startCodes.hasEmptyUnits(NalUnits.toAnnexB(whole))).isFalse();

        Payload lost = NalUnits.joinWithLengths(List.of(SEI, IDR.slice(0, 2), Payload.EMPTY));
        assertThat(lengths.hasEmptyUnits(lost)).isTrue();
    }

    @Test
    void fieldCoding_isSeen() throws Exception {
        assertThat(lengths.allowsFields()).isFalse();
        assertThat(AvcStream.of(Records.load("avc_main_interlaced_sar.avcC")).allowsFields())
                .isTrue();
    }

    @Test
    void configurationWithoutParameterSets_isMalformed() {
        for (String configuration : List.of("", "00", "00000001", "0000000109f0")) {
            assertThatExceptionOfType(MediaParseException.class)
                    .isThrownBy(() -> AvcStream.of(Records.hex(configuration)));
        }
    }

    private static Payload byteStream(AvcParameters parameters) throws MediaParseException {
        List<Payload> units = new ArrayList<>(parameters.sequenceParameterSets());
        units.addAll(parameters.pictureParameterSets());
        return NalUnits.toAnnexB(NalUnits.joinWithLengths(units));
    }
}
