package dev.sluice.packager.cmaf;

import static dev.sluice.testing.DumpFileAsserts.assertMatchesDump;

import dev.sluice.media.Track;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.packager.TestTracks;
import dev.sluice.packager.cmaf.box.MovieBoxes;
import dev.sluice.testing.BoxDump;
import org.junit.jupiter.api.Test;

final class InitSegmentTest {
    @Test
    void avc_squarePixels() {
        assertInit("avc", TestTracks.avc(TestTracks.HD));
    }

    @Test
    void avc_widePixels_pasp() {
        assertInit("avc_pasp", TestTracks.avc(new VideoFormat(720, 576, new Rational(64, 45), null)));
    }

    @Test
    void hevc() {
        assertInit("hevc", TestTracks.hevc());
    }

    @Test
    void av1() {
        assertInit("av1", TestTracks.av1());
    }

    @Test
    void vp9() {
        assertInit("vp9", TestTracks.vp9());
    }

    @Test
    void aac() {
        assertInit("aac", TestTracks.aac());
    }

    @Test
    void opus() {
        assertInit("opus", TestTracks.opus());
    }

    private static void assertInit(String name, Track track) {
        assertMatchesDump("init/" + name + ".dump", BoxDump.dump(MovieBoxes.initSegment(track)));
    }
}
