package dev.sluice.ffmpeg.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.TestCodecs;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.Av1Parameters;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.HevcParameters;
import dev.sluice.media.codec.OpusParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemuxerTest {
    private final NativeMemory memory = new NativeMemory("test");

    @TempDir
    private Path folder;

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"mp4,mp4", "matroska,mkv", "mpegts,ts", "flv,flv"})
    void fileOfAnAllowedFormat_givesItsSamplesAndTimes(String format, String extension) throws Exception {
        TestCodecs.Stream video = TestCodecs.avc(6);
        TestCodecs.Stream audio = TestCodecs.aac(10);
        Path file = folder.resolve("av." + extension);
        TestFiles.write(file, format, List.of(video, audio));

        List<EncodedSample> samples = readAll(file);

        try (Demuxer demuxer = Demuxer.open(file, memory)) {
            List<Track> tracks = List.copyOf(demuxer.tracks());
            assertThat(tracks.stream().map(Track::type)).contains(TrackType.VIDEO);
            Track track = tracks.getFirst();
            assertThat(track.codec()).isInstanceOf(AvcParameters.class);
            List<EncodedSample> pictures = samples.stream()
                    .filter(sample -> sample.trackId() == track.id())
                    .toList();
            assertThat(pictures).hasSize(6);
            assertThat(pictures.getFirst().syncSample()).isTrue();
            assertThat(pictures.getFirst().payload())
                    .isEqualTo(video.samples().getFirst().payload());
            assertThat(pictures.getLast().ptsTicks() - pictures.getFirst().ptsTicks())
                    .isBetween(14_900L, 15_100L);
            for (int i = 1; i < pictures.size(); i++) {
                assertThat(pictures.get(i).dtsTicks())
                        .isGreaterThan(pictures.get(i - 1).dtsTicks());
            }
        }
    }

    @Test
    void otherCodecs_areRecognised() throws Exception {
        Path mkv = folder.resolve("other.mkv");
        TestFiles.write(
                mkv,
                "matroska",
                List.of(TestCodecs.hevc(8), TestCodecs.av1(3), TestCodecs.opus(2, 5), TestCodecs.aac(3)));

        try (Demuxer demuxer = Demuxer.open(mkv, memory)) {
            assertThat(demuxer.tracks().stream()
                            .<Class<?>>map(track -> track.codec().getClass()))
                    .containsExactly(
                            HevcParameters.class, Av1Parameters.class, OpusParameters.class, AacParameters.class);
        }
        assertThat(readAll(mkv)).hasSizeGreaterThanOrEqualTo(6 + 3 + 5 + 3 - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"playlist.mp4", "playlist.m3u8", "playlist.ts"})
    void hlsPlaylist_isRefusedUnderAnyName(String name) throws Exception {
        Path secret = folder.resolve("secret.ts");
        TestFiles.write(secret, "mpegts", List.of(TestCodecs.avc(4)));
        String playlist = """
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-TARGETDURATION:2
                #EXTINF:2.0,
                %s
                #EXT-X-ENDLIST
                """;
        assertRefused(name, playlist.formatted(secret));
        assertRefused(name, playlist.formatted("http://127.0.0.1:9/a.ts"));
        assertRefused(name, playlist.formatted("secret.ts"));
    }

    @Test
    void dashManifestAndConcatScript_areRefusedUnderAnyName() throws Exception {
        Path secret = folder.resolve("secret.mp4");
        TestFiles.write(secret, "mp4", List.of(TestCodecs.avc(4)));
        String mpd = """
                <?xml version="1.0"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S"
                 profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4">
                <Representation id="1" bandwidth="1000"><BaseURL>%s</BaseURL></Representation></AdaptationSet></Period></MPD>
                """.formatted(secret);
        String script = "ffconcat version 1.0\nfile '" + secret + "'\n";
        for (String name : List.of("a.mp4", "a.mpd", "a.ffconcat", "a.mkv")) {
            assertRefused(name, mpd);
            assertRefused(name, script);
        }
    }

    @Test
    void otherFormatsAndPaths_areRefused() throws Exception {
        assertRefused("a.mp4", "");
        assertRefused("a.mp4", "just text");
        assertRefused("a.wav", "RIFF$\0\0\0WAVEfmt \u0010\0\0\0\1\0\1\0");
        assertThatThrownBy(() -> Demuxer.open(folder.resolve("absent.mp4"), memory))
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("absent.mp4");
        assertThatThrownBy(() -> Demuxer.open(folder, memory)).isInstanceOf(FfmpegException.class);
    }

    @ParameterizedTest
    @CsvSource({"mp4,mp4", "matroska,mkv", "mpegts,ts", "flv,flv"})
    void truncatedFile_givesWhatIsThereOrIsRefused(String format, String extension) throws Exception {
        Path whole = folder.resolve("whole." + extension);
        TestFiles.write(whole, format, List.of(TestCodecs.avc(6), TestCodecs.aac(10)));
        byte[] bytes = Files.readAllBytes(whole);
        int all = readAll(whole).size();
        Path cut = folder.resolve("cut." + extension);
        for (int tenth = 0; tenth < 10; tenth++) {
            Files.write(cut, Arrays.copyOf(bytes, bytes.length * tenth / 10));
            try {
                assertThat(readAll(cut).size()).isLessThanOrEqualTo(all);
            } catch (FfmpegException e) {
                assertThat(e).hasMessageMatching("(?s)(cannot (open|read)|sample at|stream ).*");
            }
        }
    }

    @Test
    void damagedFile_neverBreaksTheReader() throws Exception {
        Path whole = folder.resolve("whole.mp4");
        TestFiles.write(whole, "mp4", List.of(TestCodecs.avc(6), TestCodecs.aac(10)));
        byte[] bytes = Files.readAllBytes(whole);
        Path bad = folder.resolve("bad.mp4");
        Random random = new Random(42);
        for (int round = 0; round < 60; round++) {
            byte[] copy = bytes.clone();
            for (int i = 0; i < 12; i++) {
                copy[copy.length * 3 / 4 + random.nextInt(copy.length / 4)] = (byte) random.nextInt();
            }
            Files.write(bad, copy);
            try {
                readAll(bad);
            } catch (FfmpegException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            assertThat(memory.handles()).isZero();
        }
    }

    @Test
    void tooManyStreams_areNotOpened() throws Exception {
        Path file = folder.resolve("many.mkv");
        TestCodecs.Stream audio = TestCodecs.aac(2);
        TestFiles.write(file, "matroska", new ArrayList<>(Collections.nCopies(40, audio)));

        int tracks;
        try (Demuxer demuxer = Demuxer.open(file, memory)) {
            tracks = demuxer.tracks().size();
        } catch (FfmpegException e) {
            tracks = 0;
        }
        assertThat(tracks).isLessThanOrEqualTo(16);
    }

    @Test
    void close_twice_freesOnce() throws Exception {
        Path file = folder.resolve("a.mp4");
        TestFiles.write(file, "mp4", List.of(TestCodecs.avc(2)));
        Demuxer demuxer = Demuxer.open(file, memory);
        assertThat(memory.handles()).isEqualTo(1);
        demuxer.close();
        demuxer.close();
        assertThat(memory.handles()).isZero();
    }

    private void assertRefused(String name, String content) throws Exception {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        assertThatThrownBy(() -> Demuxer.open(file, memory).close())
                .as("%s with %s", name, content)
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining(name);
    }

    private List<EncodedSample> readAll(Path file) throws FfmpegException {
        List<EncodedSample> samples = new ArrayList<>();
        try (Demuxer demuxer = Demuxer.open(file, memory)) {
            @Nullable EncodedSample sample;
            while ((sample = demuxer.readSample().orElse(null)) != null) {
                samples.add(sample);
            }
        }
        return samples;
    }
}
