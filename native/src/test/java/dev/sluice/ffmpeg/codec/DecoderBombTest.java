package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.Av1Parameters;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.HevcParameters;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.codec.Vp9Parameters;
import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of some bytes that ask for pictures of hundreds of megabytes. */
class DecoderBombTest {
    private static final VideoFormat CLAIMED = new VideoFormat(320, 176, Rational.ONE, null);
    private static final long PICTURE_OF_8K_BYTES = 8192L * 8192;

    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {8192, 65_536})
    void hugePicture_isRefusedWithoutTakingItsMemory(int size) throws Exception {
        AvcParameters bomb = avc(sps(size / 16, size / 16));
        long before = peakResidentBytes();

        List<VideoFrame> frames = decode(bomb, idrSlice());

        assertThat(frames).isEmpty();
        assertThat(peakResidentBytes() - before).isLessThan(PICTURE_OF_8K_BYTES / 2);
    }

    @Test
    void hugePictureInTheMiddle_isRefusedWithoutTakingItsMemory() throws Exception {
        AvcParameters honest = avc(sps(20, 11));
        Payload bomb = NalUnits.joinWithLengths(List.of(sps(512, 512), pps(), idrUnit()));
        long before = peakResidentBytes();
        List<VideoFrame> frames = decode(honest, bomb);

        assertThat(frames).isEmpty();
        assertThat(peakResidentBytes() - before).isLessThan(PICTURE_OF_8K_BYTES / 2);
    }

    @Test
    void pictureBeyondTheLimit_isRefusedByEveryDecoder() throws Exception {
        VideoDecoderSettings tooSmall = new VideoDecoderSettings(1, 64 * 64 - 1);
        VideoFormat small = new VideoFormat(16, 16, Rational.ONE, null);
        for (TestCodecs.Stream stream : List.of(TestCodecs.av1(2), TestCodecs.vp9(2), TestCodecs.hevc(8))) {
            VideoParameters lying = withFormat((VideoParameters) stream.track().codec(), small);
            List<VideoFrame> frames = new ArrayList<>();

            assertThatThrownBy(() -> {
                        try (VideoDecoder decoder = VideoDecoder.open(lying, tooSmall, memory)) {
                            for (EncodedSample sample : stream.samples()) {
                                decoder.decode(sample, frames::add);
                            }
                            decoder.drain(frames::add);
                        }
                    })
                    .as(lying.codecString())
                    .isInstanceOf(FfmpegException.class);
            assertThat(frames).isEmpty();
        }
    }

    /** What the decoder makes of it when nothing bounds it but the default; refusals are fine. */
    private List<VideoFrame> decode(AvcParameters codec, Payload accessUnit) {
        List<VideoFrame> frames = new ArrayList<>();
        try (VideoDecoder decoder = VideoDecoder.open(codec, VideoDecoderSettings.DEFAULTS, memory)) {
            decoder.decode(new EncodedSample(Track.VIDEO_ID, 0, 0, true, accessUnit), frames::add);
            decoder.drain(frames::add);
        } catch (FfmpegException e) {
            assertThat(e).hasMessageContaining("h264");
        }
        return frames;
    }

    private static VideoParameters withFormat(VideoParameters codec, VideoFormat format) {
        return switch (codec) {
            case Av1Parameters av1 -> new Av1Parameters(format, av1.configurationRecord(), av1.codecString());
            case Vp9Parameters vp9 -> new Vp9Parameters(format, vp9.configurationRecord(), vp9.codecString());
            case HevcParameters hevc ->
                new HevcParameters(format, hevc.parameterSets(), hevc.configurationRecord(), hevc.codecString());
            case AvcParameters avc ->
                new AvcParameters(
                        format,
                        avc.sequenceParameterSets(),
                        avc.pictureParameterSets(),
                        avc.configurationRecord(),
                        avc.codecString());
        };
    }

    private static AvcParameters avc(Payload sps) {
        ByteWriter record = new ByteWriter();
        record.writeInt8(1).writeInt8(66).writeInt8(0).writeInt8(62).writeInt8(0xFF);
        record.writeInt8(0xE1).writeInt16(sps.sizeBytes()).writePayload(sps);
        record.writeInt8(1).writeInt16(pps().sizeBytes()).writePayload(pps());
        return new AvcParameters(CLAIMED, List.of(sps), List.of(pps()), record.toPayload(), "avc1.42003E");
    }

    /** Baseline, level 6.2, picture order count of type 2. */
    private static Payload sps(int widthMacroblocks, int heightMacroblocks) {
        Bits bits = new Bits().bits(0x67, 8).bits(66, 8).bits(0, 8).bits(62, 8);
        bits.ue(0).ue(0).ue(2).ue(1).bits(0, 1);
        bits.ue(widthMacroblocks - 1).ue(heightMacroblocks - 1);
        return bits.bits(0b1100, 4).end();
    }

    private static Payload pps() {
        Bits bits = new Bits()
                .bits(0x68, 8)
                .ue(0)
                .ue(0)
                .bits(0, 2)
                .ue(0)
                .ue(0)
                .ue(0)
                .bits(0, 3);
        return bits.ue(0).ue(0).ue(0).bits(0, 3).end();
    }

    private static Payload idrSlice() {
        return NalUnits.joinWithLengths(List.of(idrUnit()));
    }

    private static Payload idrUnit() {
        return new Bits()
                .bits(0x65, 8)
                .ue(0)
                .ue(7)
                .ue(0)
                .bits(0, 4)
                .ue(0)
                .bits(0, 2)
                .ue(0)
                .bits(0x5A5A5A, 24)
                .end();
    }

    private static long peakResidentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                .findFirst()
                .orElseThrow();
    }

    /** Writes the syntax elements of H.264. */
    private static final class Bits {
        private final StringBuilder text = new StringBuilder();

        Bits bits(int value, int count) {
            for (int i = count - 1; i >= 0; i--) {
                text.append((value >> i) & 1);
            }
            return this;
        }

        Bits ue(int value) {
            int length = 32 - Integer.numberOfLeadingZeros(value + 1);
            return bits(0, length - 1).bits(value + 1, length);
        }

        /** With the stop bit. */
        Payload end() {
            text.append('1');
            text.repeat('0', (8 - text.length() % 8) % 8);
            byte[] bytes = new byte[text.length() / 8];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(text.substring(i * 8, i * 8 + 8), 2);
            }
            return Payload.wrap(bytes);
        }
    }
}
