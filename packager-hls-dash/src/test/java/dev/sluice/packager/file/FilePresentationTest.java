package dev.sluice.packager.file;

import static dev.sluice.testing.DumpFileAsserts.assertMatchesDump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.Track;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.packager.TestTracks;
import dev.sluice.packager.text.TileGrid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FilePresentationTest {
    private static final long DURATION_US = 9_000_000;
    private static final Rational FRAME_RATE = new Rational(30_000, 1_001);
    private static final VideoFormat SD = new VideoFormat(640, 360, Rational.ONE, null);
    private static final VideoRendition V720 = video("720p", TestTracks.HD, 350_000);
    private static final VideoRendition V360 = video("360p", SD, 120_000);
    private static final Storyboard STORYBOARD =
            new Storyboard("sb-$Number$-c3.jpg", new TileGrid(160, 90, 2, 2, 2_000_000), 40_000);

    @Test
    void videoAndTwoLanguages_withSurroundOfOne() {
        FilePresentation presentation = new FilePresentation(
                DURATION_US,
                List.of(V720, V360),
                List.of(
                        audio("en-2", 2, "eng", "", false),
                        audio("en-6", 6, "eng", "", false),
                        audio("de-2", 2, "ger", "Fassung \"B\"\r\n#EXT-X-ENDLIST", true),
                        audio("en-2b", 2, "en", "", false)),
                List.of(
                        subtitle("s0", "en", "", Subtitle.Kind.SUBTITLES, false),
                        subtitle("s1", "en", "", Subtitle.Kind.FORCED, false),
                        subtitle(
                                "s2",
                                "fr-CA",
                                "Pour <sourds> & malentendants a\u0300 l'e\u0301coute",
                                Subtitle.Kind.CAPTIONS,
                                true),
                        subtitle("s3", null, "", Subtitle.Kind.SUBTITLES, false)),
                STORYBOARD);

        assertMatchesDump("file/full.master.m3u8", presentation.masterPlaylist());
        assertMatchesDump("file/full.manifest.mpd", presentation.mpd());
        assertMatchesDump("file/full.720p.m3u8", presentation.mediaPlaylist(V720));
        assertMatchesDump("file/full.720p.iframes.m3u8", presentation.iFramePlaylist(V720));
        assertMatchesDump(
                "file/full.en.m3u8",
                presentation.mediaPlaylist(presentation.audio().getFirst()));
        assertMatchesDump(
                "file/full.s0.m3u8",
                presentation.mediaPlaylist(presentation.subtitles().getFirst()));
        assertMatchesDump("file/full.storyboard.vtt", presentation.storyboardMap());
    }

    @Test
    void threeCodecs_haveTheirVariantsBesideEachOther_andASetEach() {
        FilePresentation presentation = new FilePresentation(
                DURATION_US,
                List.of(
                        V720,
                        V360,
                        video("720p-hevc", TestTracks.hevc(), 220_000),
                        video("720p-av1", TestTracks.av1(), 190_000)),
                List.of(audio("en-2", 2, "eng", "", true)),
                List.of(),
                null);

        assertMatchesDump("file/codecs.master.m3u8", presentation.masterPlaylist());
        assertMatchesDump("file/codecs.manifest.mpd", presentation.mpd());
    }

    @Test
    void videoWithoutSound() {
        FilePresentation presentation = new FilePresentation(DURATION_US, List.of(V360), List.of(), List.of(), null);

        assertMatchesDump("file/silent.master.m3u8", presentation.masterPlaylist());
        assertMatchesDump("file/silent.manifest.mpd", presentation.mpd());
        assertThatThrownBy(presentation::storyboardMap).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void soundAlone() {
        FilePresentation presentation =
                new FilePresentation(DURATION_US, List.of(), List.of(audio("a", 2, null, " ", false)), List.of(), null);

        assertMatchesDump("file/sound.master.m3u8", presentation.masterPlaylist());
        assertMatchesDump("file/sound.manifest.mpd", presentation.mpd());
    }

    @Test
    void controlCharactersInALabel_stayOutOfXmlAndLines() {
        FilePresentation presentation = new FilePresentation(
                DURATION_US,
                List.of(),
                List.of(
                        audio("a", 2, "en", "a\u0000b\u2028c\ud800", false),
                        audio("b", 2, "en", "\ud83c\udfac".repeat(300), false)),
                List.of(),
                null);

        assertThat(presentation.masterPlaylist()).contains("NAME=\"a b c\"");
        assertThat(presentation.mpd())
                .contains("<Label>a b c</Label>", "<Label>" + "\ud83c\udfac".repeat(100) + "</Label>");
    }

    @Test
    void namesThatAManifestWouldHaveToEscape_areRefused() {
        for (String uri : List.of("", "../a.mp4", "a b.mp4", "a\"b.mp4", "a\n.mp4", "http:a", "/a.mp4")) {
            assertThatThrownBy(() -> new TrackFile(uri, TestTracks.aac(), null, 0, audioSegments()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nameThatIsTaken_isRefused() {
        List<AudioRendition> twins = List.of(audio("a", 2, "en", "", true), audio("a", 2, "de", "", false));

        assertThatThrownBy(() -> new FilePresentation(DURATION_US, List.of(), twins, List.of(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("taken");
    }

    @Test
    void segmentWithoutAKeyFrame_isPartOfTheKeyFrameBefore() {
        List<SegmentEntry> segments = List.of(
                new SegmentEntry(0, 180_000, 9_000, 3_000),
                new SegmentEntry(180_000, 180_000, 8_000, 0),
                new SegmentEntry(360_000, 90_000, 4_000, 2_000));
        VideoRendition rendition = rendition("360p", TestTracks.avc(SD), segments);
        FilePresentation presentation = new FilePresentation(5_000_000, List.of(rendition), List.of(), List.of(), null);

        assertThat(presentation.iFramePlaylist(rendition))
                .contains("#EXT-X-TARGETDURATION:4\n")
                .contains("#EXTINF:4.000000,")
                .contains("#EXTINF:1.000000,");
        assertThat(presentation.mpd()).doesNotContain("subsegmentStartsWithSAP");
    }

    private static VideoRendition video(String name, VideoFormat format, int firstBytes) {
        return video(name, TestTracks.avc(format), firstBytes);
    }

    private static VideoRendition video(String name, Track track, int firstBytes) {
        List<SegmentEntry> segments = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            segments.add(new SegmentEntry(i * 180_180L, 180_180, firstBytes + i * 10_000, firstBytes / 8));
        }
        segments.add(new SegmentEntry(720_720, 89_280, 50_000, firstBytes / 8));
        return rendition(name, track, segments);
    }

    private static VideoRendition rendition(String name, Track track, List<SegmentEntry> segments) {
        TrackFile file = new TrackFile("v" + name + "-c0.mp4", track, null, 0, segments);
        return new VideoRendition(name, file, FRAME_RATE, "v" + name + ".m3u8", "v" + name + ".iframes.m3u8");
    }

    private static AudioRendition audio(
            String name, int channels, @Nullable String language, String label, boolean preferred) {
        Track track = Track.audio(new AacParameters(2, 48_000, channels, 1024, TestTracks.hex("1190")));
        TrackFile file = new TrackFile("a" + name + "-c1.mp4", track, language, 0, audioSegments());
        return new AudioRendition(name, file, label, preferred, "a" + name + ".m3u8");
    }

    private static List<SegmentEntry> audioSegments() {
        List<SegmentEntry> segments = new ArrayList<>();
        long startTicks = 0;
        for (long endTicks : new long[] {96_256, 192_512, 288_768, 384_000, 432_128}) {
            segments.add(new SegmentEntry(startTicks, endTicks - startTicks, 33_000, 600));
            startTicks = endTicks;
        }
        return segments;
    }

    private static Subtitle subtitle(
            String name, @Nullable String language, String label, Subtitle.Kind kind, boolean preferred) {
        return new Subtitle(name, name + "-c2.vtt", 4_000, name + ".m3u8", language, label, kind, preferred);
    }
}
