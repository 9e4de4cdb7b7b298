package dev.sluice.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.List;
import java.util.Optional;

/**
 * Any bytes either parse or are refused with {@link MediaParseException}, and what was parsed parses again to the same.
 * Ordinary builds replay the kept inputs; the module's README says how to fuzz for real.
 */
class RecordParsersFuzzTest {
    @FunctionalInterface
    private interface Parser<T> {
        T parse(Payload bytes) throws MediaParseException;
    }

    @FuzzTest
    void avcC(byte[] bytes) {
        reparse(AvcConfig::parse, bytes);
    }

    @FuzzTest
    void avcSps(byte[] bytes) {
        attempt(AvcSps::parse, bytes);
    }

    @FuzzTest
    void hvcC(byte[] bytes) {
        reparse(HevcConfig::parse, bytes);
    }

    @FuzzTest
    void hevcSps(byte[] bytes) {
        attempt(HevcSps::parse, bytes);
    }

    @FuzzTest
    void av1C(byte[] bytes) {
        reparse(Av1Config::parse, bytes);
    }

    @FuzzTest
    void vp9Frame(byte[] bytes) {
        attempt(Vp9Frames::keyFrameFormat, bytes);
    }

    @FuzzTest
    void audioSpecificConfig(byte[] bytes) {
        reparse(AacConfig::parse, bytes);
    }

    @FuzzTest
    void opusHead(byte[] bytes) {
        Optional<OpusParameters> head = attempt(OpusConfig::fromOpusHead, bytes);
        head.ifPresent(parameters -> assertThat(attempt(
                        OpusConfig::parse, parameters.configurationRecord().toByteArray()))
                .contains(parameters));
    }

    @FuzzTest
    void avcStream(byte[] bytes) {
        attempt(AvcStream::of, bytes).ifPresent(stream -> {
            attempt(stream::sample, bytes);
            attempt(stream::keepsParameters, bytes);
            assertThat(stream.profileIdc()).isBetween(0, 255);
        });
    }

    @FuzzTest
    void accessUnit(byte[] bytes) {
        Payload source = Payload.wrap(bytes.clone());
        for (NalCodec codec : NalCodec.values()) {
            for (int lengthSize : List.of(1, 2, 4)) {
                attempt(unit -> NalUnits.toCanonical(codec, unit, lengthSize), bytes)
                        .ifPresent(canonical -> assertThat(
                                        attempt(unit -> NalUnits.toCanonical(codec, unit, 4), canonical.toByteArray()))
                                .contains(canonical));
                attempt(unit -> NalUnits.parameterSets(codec, unit, lengthSize), bytes);
            }
        }
        Payload prefixed = NalUnits.fromAnnexB(source);
        assertThat(attempt(unit -> NalUnits.fromAnnexB(NalUnits.toAnnexB(unit)), prefixed.toByteArray()))
                .contains(prefixed);
    }

    @FuzzTest
    void temporalUnit(byte[] bytes) {
        attempt(Av1Obus::isKeyFrame, bytes);
        reparseBytes(Av1Obus::stripTemporalDelimiters, bytes);
    }

    private static <T extends CodecParameters> void reparse(Parser<T> parser, byte[] bytes) {
        attempt(parser, bytes).ifPresent(parameters -> {
            byte[] record = parameters.configurationRecord().toByteArray();
            assertThat(attempt(parser, record)).contains(parameters);
        });
    }

    private static void reparseBytes(Parser<Payload> parser, byte[] bytes) {
        attempt(parser, bytes).ifPresent(once -> assertThat(attempt(parser, once.toByteArray()))
                .contains(once));
    }

    private static <T> Optional<T> attempt(Parser<T> parser, byte[] bytes) {
        try {
            return Optional.of(parser.parse(Payload.wrap(bytes.clone())));
        } catch (MediaParseException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
            return Optional.empty();
        }
    }
}
