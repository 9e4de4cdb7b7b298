package dev.sluice.packager;

import static dev.sluice.packager.SyntheticStream.AUDIO_ONLY;
import static dev.sluice.packager.SyntheticStream.LADDER;
import static dev.sluice.testing.DumpFileAsserts.assertMatchesDump;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Playlists and MPD, verbatim, through the life of a stream. */
final class PlaylistsTest {
    private static final long SECOND = 90_000;

    @Test
    void threeSegments_nothingSlidYet() {
        SyntheticStream stream = new SyntheticStream();
        stream.startPeriod(LADDER, 0);
        stream.gops(LADDER, 0, 4);
        assertManifests("normal", stream, "720p", "audio");
    }

    @Test
    void manySegments_windowSlides() {
        SyntheticStream stream = new SyntheticStream();
        stream.startPeriod(LADDER, 0);
        stream.gops(LADDER, 0, 12);
        assertManifests("sliding", stream, "720p", "audio");
    }

    @Test
    void secondPeriod_discontinuityAndNewMap() {
        SyntheticStream stream = new SyntheticStream(100, Duration.ofMillis(500), Duration.ofSeconds(16), null);
        stream.startPeriod(LADDER, 0);
        stream.gops(LADDER, 0, 3);
        stream.presentation.endPeriod();
        stream.startPeriod(LADDER, 10 * SECOND);
        stream.gops(LADDER, 10 * SECOND, 3);
        assertManifests("discontinuity", stream, "720p", "audio");
    }

    @Test
    void finished_endlistAndStaticMpd() {
        SyntheticStream stream = new SyntheticStream();
        stream.startPeriod(LADDER, 0);
        stream.gops(LADDER, 0, 3);
        stream.presentation.finish();
        assertManifests("ended", stream, "720p", "audio");
    }

    @Test
    void finishedAfterSliding_staticMpdStartsWithWhatIsLeft() {
        SyntheticStream stream = new SyntheticStream();
        stream.startPeriod(LADDER, 0);
        stream.gops(LADDER, 0, 12);
        stream.presentation.finish();
        assertManifests("ended_sliding", stream, "720p");
    }

    @Test
    void audioOnly_variantIsTheAudioItself() {
        SyntheticStream stream = new SyntheticStream();
        stream.startPeriod(AUDIO_ONLY, 0);
        stream.gops(AUDIO_ONLY, 0, 4);
        stream.presentation.finish();
        assertManifests("audio_only", stream, "audio");
    }

    @Test
    void master_notBeforeEveryRenditionHasASegment() {
        SyntheticStream stream = new SyntheticStream();
        stream.startPeriod(LADDER, 0);
        stream.gops(LADDER, 0, 2);
        List<String> order = stream.listener.order;
        assertThat(order.indexOf("master.m3u8"))
                .isGreaterThan(order.indexOf("720p/0.m4s"))
                .isGreaterThan(order.indexOf("360p/0.m4s"))
                .isGreaterThan(order.indexOf("audio/0.m4s"));
    }

    @Test
    void laggard_mastersWithoutItAfterThreeSegments_thenWithIt() {
        SyntheticStream stream = new SyntheticStream();
        List<RenditionPlan> withoutAudio = LADDER.subList(0, 2);
        stream.startPeriod(LADDER, 0);
        stream.gops(withoutAudio, 0, 3);
        assertThat(stream.listener.files).doesNotContainKey("master.m3u8");
        stream.gop(withoutAudio, 6 * SECOND);
        assertThat(stream.listener.text("master.m3u8"))
                .contains("720p/index.m3u8")
                .doesNotContain("audio");
        stream.gops(LADDER, 8 * SECOND, 3);
        assertThat(stream.listener.text("master.m3u8")).contains("URI=\"audio/index.m3u8\"");
    }

    @Test
    void slidOut_expiresAfterItsDurationAndTheLongestPlaylist_neverWhileNamed() {
        SyntheticStream stream = new SyntheticStream();
        stream.startPeriod(LADDER, 0);
        stream.gops(LADDER, 0, 30);
        RecordingListener listener = stream.listener;
        assertThat(listener.expired).contains("720p/0.m4s", "audio/0.m4s").doesNotContain("720p/init-0.mp4");
        for (String path : listener.expired) {
            String file = path.substring(path.indexOf('/') + 1);
            assertThat(listener.text("720p/index.m3u8")).doesNotContain("\n" + file + "\n");
        }
        // Offered: 4 of 29 whole segments; then 2 s + a playlist of up to 10 s after leaving.
        assertThat(listener.expired).contains("720p/18.m4s").doesNotContain("720p/20.m4s");
    }

    private static void assertManifests(String name, SyntheticStream stream, String... renditions) {
        assertMatchesDump("playlists/" + name + ".master.m3u8", stream.listener.text("master.m3u8"));
        assertMatchesDump("playlists/" + name + ".manifest.mpd", stream.listener.text("manifest.mpd"));
        for (String rendition : renditions) {
            assertMatchesDump(
                    "playlists/" + name + "." + rendition + ".m3u8", stream.listener.text(rendition + "/index.m3u8"));
        }
    }
}
