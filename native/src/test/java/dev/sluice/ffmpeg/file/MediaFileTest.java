package dev.sluice.ffmpeg.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.PacketDecoder;
import dev.sluice.ffmpeg.codec.TestCodecs;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.ffmpeg.file.RefusedFileException.Reason;
import dev.sluice.ffmpeg.format.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaFileTest {
    private final NativeMemory memory = new NativeMemory("test");

    @TempDir
    private Path folder;

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"mp4,mov", "matroska,matroska", "mpegts,mpegts", "flv,flv"})
    void fileReadByRanges_tellsItsStreamsAndGivesItsPictures(String format, String name) throws Exception {
        byte[] bytes = film(format);
        List<Long> times = new ArrayList<>();
        try (MediaFile file = MediaFile.open(new Bytes(bytes, 700), MediaFileLimits.DEFAULTS, memory)) {
            assertThat(file.container().format()).startsWith(name);
            assertThat(file.container().sizeBytes()).isEqualTo(bytes.length);
            VideoFacts video = file.video().getFirst();
            assertThat(video.stream().codec()).isEqualTo("h264");
            assertThat(video.stream().decodable()).isTrue();
            assertThat(video.width()).isEqualTo(TestCodecs.SIZE);
            assertThat(file.audio().getFirst().stream().codec()).isEqualTo("aac");
            file.select(Set.of(video.stream().index()));
            try (PacketDecoder decoder = file.decoder(video.stream().index())) {
                @Nullable FilePacket packet;
                while ((packet = file.read()) != null) {
                    file.decodeVideo(decoder, packet, picture -> addTime(picture, times));
                }
                decoder.drainVideo(picture -> addTime(picture, times));
            }
        }
        assertThat(times).hasSize(6).isSorted();
        assertThat(times.getLast() - times.getFirst()).isBetween(14_900L, 15_100L);
    }

    @ParameterizedTest
    @CsvSource({"mp4", "matroska", "mpegts", "flv"})
    void pictureBeyondTheLimit_isToldByItsHeaderAndHasNoDecoder(String format) throws Exception {
        MediaFileLimits small = new MediaFileLimits(1 << 20, Duration.ofSeconds(1), 8, 1_000);
        byte[] bytes = film(format);
        try (MediaFile file = MediaFile.open(new Bytes(bytes, 4096), small, memory)) {
            VideoFacts video = file.video().getFirst();
            assertThat(video.width()).isEqualTo(TestCodecs.SIZE);
            assertThatThrownBy(() -> file.decoder(video.stream().index()).close())
                    .isInstanceOf(FfmpegException.class);
        }
    }

    @Test
    void mp3BehindGarbage_isFound() throws Exception {
        byte[] frame = new byte[417];
        frame[0] = (byte) 0xFF;
        frame[1] = (byte) 0xFB;
        frame[2] = (byte) 0x90;
        byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);
        ByteBuffer bytes = ByteBuffer.allocate(noise.length + 20 * frame.length).put(noise);
        for (int i = 0; i < 20; i++) {
            bytes.put(frame);
        }
        assertThat(Mp3Search.firstFrame(new Bytes(bytes.array(), 999))).isEqualTo(noise.length);
        assertThat(Mp3Search.firstFrame(new Bytes(noise, 999))).isEqualTo(Mp3Search.NOT_FOUND);
        try (MediaFile file = MediaFile.open(new Bytes(bytes.array(), 4096), MediaFileLimits.DEFAULTS, memory)) {
            assertThat(file.container().format()).isEqualTo("mp3");
            assertThat(file.audio().getFirst().sampleRateHz()).isEqualTo(44_100);
        }
    }

    @Test
    void bareStream_isRefusedByName() {
        byte[] sps = {0, 0, 0, 1, 0x67, 0x42, (byte) 0xC0, 0x0A, (byte) 0xDA, 0x79, 0};
        byte[] pps = {0, 0, 0, 1, 0x68, (byte) 0xCE, 0x3C, (byte) 0x80};
        byte[] idr = {0, 0, 0, 1, 0x65, (byte) 0x88, (byte) 0x84, 0x2F, (byte) 0xFF};
        ByteBuffer bytes = ByteBuffer.allocate(20 * (sps.length + pps.length + idr.length));
        for (int i = 0; i < 20; i++) {
            bytes.put(sps).put(pps).put(idr);
        }
        assertRefused(bytes.array(), Reason.FORMAT_NOT_SUPPORTED, "h264");
    }

    @Test
    void inputThatFails_failsWithItsOwnException() throws Exception {
        byte[] bytes = film("matroska");
        IOException gone = new IOException("the store is away");
        assertThatThrownBy(() -> MediaFile.open(new Bytes(bytes, 400, 500, gone), MediaFileLimits.DEFAULTS, memory)
                        .close())
                .isSameAs(gone);
        SeekableInput late = new Bytes(bytes, 4096) {
            private int reads;

            @Override
            public int read(long offsetBytes, ByteBuffer target) throws IOException {
                if (reads++ == 0) {
                    return super.read(offsetBytes, target);
                }
                throw new IllegalStateException("a bug");
            }
        };
        assertThatThrownBy(() ->
                        MediaFile.open(late, MediaFileLimits.DEFAULTS, memory).close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#EXTM3U\\n#EXT-X-VERSION:3\\nhttp://127.0.0.1/a.ts | PLAYLIST | HLS",
                "ffconcat version 1.0\\nfile /etc/passwd | PLAYLIST | list of files",
                "<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'/> | PLAYLIST | DASH",
                "<?xml version='1.0'?><rss/> | NOT_MEDIA | XML",
                "<!DOCTYPE html><html></html> | NOT_MEDIA | web page",
                "PK\\3\\4 and so on | NOT_MEDIA | ZIP",
                "Dear all, find attached | NOT_MEDIA | text",
                "%PDF-1.7 | NOT_MEDIA | PDF",
                "GIF89a | NOT_MEDIA | GIF",
            })
    void fileOfAnotherKind_isRefusedByName(String content, Reason reason, String word) {
        byte[] bytes = content.replace("\\n", "\n").replace("\\3\\4", "\3\4").getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(bytes, reason, word);
    }

    @Test
    void nothingZerosAndNoise_areRefused() {
        assertRefused(new byte[0], Reason.EMPTY, "empty");
        assertRefused(new byte[10_000], Reason.NOT_MEDIA, "zeros");
        byte[] noise = new byte[20_000];
        new Random(7).nextBytes(noise);
        assertThatThrownBy(() -> MediaFile.open(new Bytes(noise, 4096), MediaFileLimits.DEFAULTS, memory)
                        .close())
                .isInstanceOf(RefusedFileException.class);
    }

    @Test
    void moreTracksThanTheLimit_areRefused() throws Exception {
        MediaFileLimits two = new MediaFileLimits(1 << 20, MediaFileLimits.DEFAULTS.analyzeDuration(), 2, 1 << 20);
        Path path = folder.resolve("three.mp4");
        TestFiles.write(path, "mp4", List.of(TestCodecs.avc(2), TestCodecs.aac(2), TestCodecs.aac(2)));
        assertThatThrownBy(() -> MediaFile.open(new Bytes(Files.readAllBytes(path), 4096), two, memory)
                        .close())
                .isInstanceOfSatisfying(
                        RefusedFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_TRACKS));
    }

    @Test
    void encryptedFileThatFfmpegCannotOpen_isRefusedAsEncrypted() {
        byte[] type = box("ftyp", "isom\0\0\0\0isom".getBytes(StandardCharsets.ISO_8859_1));
        byte[] tooManyEntries = {0, 0, 0, 0, 0x7F, 0, 0, 0};
        assertRefused(join(type, movie(join(tooManyEntries, box("avc1", new byte[8])))), Reason.MALFORMED, "damaged");
        byte[] entry = box("encv", box("sinf", box("frma", new byte[4])));
        assertRefused(join(type, movie(join(tooManyEntries, entry))), Reason.ENCRYPTED, "encrypted");
    }

    @Test
    void fillingSmallerThanItsOwnHeader_isPassedOver() throws Exception {
        byte[] film = film("mp4");
        int type = ByteBuffer.wrap(film).getInt();
        byte[] filling = {0, 0, 0, 3, 'f', 'r', 'e', 'e'};
        byte[] start = Arrays.copyOf(film, type);
        byte[] broken = join(join(start, filling), Arrays.copyOfRange(film, type, film.length));
        try (MediaFile file = MediaFile.open(new Bytes(broken, 3), MediaFileLimits.DEFAULTS, memory)) {
            assertThat(file.video()).hasSize(1);
            assertThat(file.audio()).hasSize(1);
        }
    }

    @Test
    void segmentWithoutItsHeader_isNotComplete() {
        assertRefused(
                join(box("styp", "msdh\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1)), box("moof", new byte[40])),
                Reason.MALFORMED,
                "not complete");
    }

    /** One track with this sample description. */
    private static byte[] movie(byte[] description) {
        byte[] box = box("stsd", description);
        for (String type : List.of("stbl", "minf", "mdia", "trak", "moov")) {
            box = box(type, box);
        }
        return box;
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    @Test
    void seek_goesToAKeyFrameAtOrBefore() throws Exception {
        byte[] bytes = film("mp4");
        try (MediaFile file = MediaFile.open(new Bytes(bytes, 4096), MediaFileLimits.DEFAULTS, memory)) {
            int index = file.video().getFirst().stream().index();
            file.select(Set.of(index));
            assertThat(file.seek(index, 9_000)).isTrue();
            FilePacket packet = Objects.requireNonNull(file.read());
            assertThat(packet.isKey()).isTrue();
            assertThat(packet.ptsTicks()).isLessThanOrEqualTo(9_000);
        }
    }

    private byte[] film(String format) throws Exception {
        Path path = folder.resolve("film");
        TestFiles.write(path, format, List.of(TestCodecs.avc(6), TestCodecs.aac(10)));
        return Files.readAllBytes(path);
    }

    private static void addTime(VideoFrame picture, List<Long> times) {
        try (picture) {
            times.add(picture.ptsTicks());
        }
    }

    private void assertRefused(byte[] bytes, Reason reason, String word) {
        assertThatThrownBy(() -> MediaFile.open(new Bytes(bytes, 4096), MediaFileLimits.DEFAULTS, memory)
                        .close())
                .isInstanceOfSatisfying(
                        RefusedFileException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(word);
    }

    /** A file in memory that gives a few bytes at a time, and may fail from some offset on. */
    private static class Bytes implements SeekableInput {
        private final byte[] bytes;
        private final int atOnce;
        private final long failsFrom;
        private final @Nullable IOException failure;

        Bytes(byte[] bytes, int atOnce) {
            this(bytes, atOnce, Long.MAX_VALUE, null);
        }

        Bytes(byte[] bytes, int atOnce, long failsFrom, @Nullable IOException failure) {
            this.bytes = bytes;
            this.atOnce = atOnce;
            this.failsFrom = failsFrom;
            this.failure = failure;
        }

        @Override
        public long sizeBytes() {
            return bytes.length;
        }

        @Override
        public int read(long offsetBytes, ByteBuffer target) throws IOException {
            if (failure != null && offsetBytes >= failsFrom) {
                throw failure;
            }
            if (offsetBytes >= bytes.length) {
                return -1;
            }
            int count = (int) Math.min(Math.min(atOnce, target.remaining()), bytes.length - offsetBytes);
            target.put(bytes, (int) offsetBytes, count);
            return count;
        }
    }
}
