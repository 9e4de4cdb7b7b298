package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_INTERLACED;
import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_TOP_FIELD_FIRST;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P10;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalerTest {
    private static final int GREY = 130;

    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"321,181", "1,1", "17,2", "640,2", "3,360"})
    void scale_oddSourceSize_givesTheWantedSize(int width, int height) throws Exception {
        try (Scaler scaler = new Scaler(160, 90, memory);
                VideoFrame source = picture(AV_PIX_FMT_YUV420P, width, height, 1);
                VideoFrame scaled = scaler.scale(source)) {
            assertShowsGrey(scaled, 160, 90);
        }
    }

    @Test
    void scale_deepAndFullChromaFormats_gives8Bit420() throws Exception {
        int[] formats = {AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUVJ420P};
        for (int format : formats) {
            assertScales(format, 1);
        }
        assertScales(AV_PIX_FMT_YUV420P10, 4);
        assertScales(AV_PIX_FMT_YUV422P10, 4);
    }

    @Test
    void scale_rgbSource_givesYuvThatDoesNotSayRgb() throws Exception {
        try (Scaler scaler = new Scaler(160, 90, memory);
                VideoFrame source = picture(AV_PIX_FMT_GBRP, 320, 180, 1)) {
            source.avFrame().colorspace(0);
            try (VideoFrame scaled = scaler.scale(source)) {
                assertThat(scaled.avFrame().format()).isEqualTo(AV_PIX_FMT_YUV420P);
                assertThat(scaled.colour().matrix()).isNotZero();
                assertThat(scaled.lumaAt(80, 45)).isCloseTo(16 + GREY * 219 / 255, within(3));
            }
        }
    }

    @Test
    void scale_oblongPixels_givesSquareOnes() throws Exception {
        try (Scaler smaller = new Scaler(128, 72, memory);
                Scaler same = new Scaler(144, 116, memory);
                VideoFrame source = picture(AV_PIX_FMT_YUV420P, 144, 116, 1)) {
            source.avFrame().sample_aspect_ratio(av_make_q(16, 11));
            try (VideoFrame scaled = smaller.scale(source);
                    VideoFrame relabelled = same.scale(source)) {
                assertThat(scaled.avFrame().sample_aspect_ratio().num()).isEqualTo(1);
                assertThat(scaled.avFrame().sample_aspect_ratio().den()).isEqualTo(1);
                assertThat(relabelled.avFrame().sample_aspect_ratio().num()).isEqualTo(1);
                assertThat(source.avFrame().sample_aspect_ratio().num()).isEqualTo(16);
            }
        }
    }

    @Test
    void scale_sameSize_sharesThePixels() throws Exception {
        try (Scaler scaler = new Scaler(64, 48, memory);
                VideoFrame source = picture(AV_PIX_FMT_YUV420P, 64, 48, 1)) {
            long bytes = memory.bytes();
            try (VideoFrame same = scaler.scale(source)) {
                assertThat(memory.bytes()).isEqualTo(bytes);
                assertThat(same.lumaAt(0, 0)).isEqualTo(GREY);
            }
        }
    }

    @Test
    void scale_interlacedSource_isScaledAsWhatItIs() throws Exception {
        try (Scaler scaler = new Scaler(160, 90, memory);
                VideoFrame source = picture(AV_PIX_FMT_YUV420P, 320, 180, 1)) {
            source.avFrame().flags(AV_FRAME_FLAG_INTERLACED | AV_FRAME_FLAG_TOP_FIELD_FIRST);
            try (VideoFrame scaled = scaler.scale(source)) {
                assertShowsGrey(scaled, 160, 90);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 22, 200, 255})
    void scale_anyColourCode_goesThroughUnchanged(int code) throws Exception {
        try (Scaler scaler = new Scaler(160, 90, memory);
                VideoFrame source = picture(AV_PIX_FMT_YUV420P, 320, 180, 1)) {
            source.avFrame().color_primaries(code).color_trc(code).colorspace(code);
            try (VideoFrame scaled = scaler.scale(source)) {
                assertShowsGrey(scaled, 160, 90);
                assertThat(scaled.colour().primaries()).isEqualTo(code);
                assertThat(scaled.colour().transfer()).isEqualTo(code);
            }
        }
    }

    @Test
    void fullRange_goesThroughWithItsLevels() throws Exception {
        try (Scaler scaler = new Scaler(160, 90, memory);
                VideoFrame source = picture(AV_PIX_FMT_YUVJ420P, 320, 180, 1);
                VideoFrame scaled = scaler.scale(source)) {
            assertThat(scaled.colour().fullRange()).isTrue();
            assertShowsGrey(scaled, 160, 90);
        }
    }

    @Test
    void impossibleSize_isRefusedAndHoldsNothing() {
        assertThatThrownBy(() -> new Scaler(0, 90, memory).close()).isInstanceOf(FfmpegException.class);
        assertThatThrownBy(() -> new Scaler(1 << 20, 1 << 20, memory).close())
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("1048576x1048576");
    }

    private void assertScales(int format, int factor) throws FfmpegException {
        try (Scaler scaler = new Scaler(160, 90, memory);
                VideoFrame source = picture(format, 160, 90, factor);
                VideoFrame scaled = scaler.scale(source)) {
            assertShowsGrey(scaled, 160, 90);
        }
    }

    private static void assertShowsGrey(VideoFrame scaled, int width, int height) {
        assertThat(scaled.avFrame().format()).isEqualTo(AV_PIX_FMT_YUV420P);
        assertThat(scaled.width()).isEqualTo(width);
        assertThat(scaled.height()).isEqualTo(height);
        assertThat(scaled.lumaAt(width / 2, height / 2)).isCloseTo(GREY, within(2));
        assertThat(scaled.lumaAt(width - 1, height - 1)).isCloseTo(GREY, within(2));
    }

    /** All samples of all planes at {@link #GREY} times {@code factor}; factor 1 means one byte a sample. */
    private VideoFrame picture(int format, int width, int height, int factor) throws FfmpegException {
        FfmpegLibrary.load();
        AVFrame frame = VideoFrame.allocate();
        frame.format(format).width(width).height(height).pts(0);
        FfmpegException.check(av_frame_get_buffer(frame, 0), "no memory for a picture");
        for (int plane = 0; plane < 3; plane++) {
            long bytes = frame.buf(plane) == null ? 0 : frame.buf(plane).size();
            for (long at = 0; factor == 1 && at < bytes; at++) {
                frame.buf(plane).data().put(at, (byte) GREY);
            }
            for (long at = 0; factor > 1 && at + 1 < bytes; at += 2) {
                frame.buf(plane).data().putShort(at, (short) (GREY * factor));
            }
        }
        return VideoFrame.adopt(frame, memory);
    }
}
