package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.server.e2e.SluiceProcess.Stream;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every segment of every rendition, against its siblings and against what both manifests say of it. */
@Tag("e2e")
@Tag("alone")
@Timeout(180)
class SegmentsTest {
    private static final int SECONDS = 14;
    private static final String PICTURE = "testsrc2=size=640x360:rate=25";
    private static final long MICROS = 1_000_000;

    @TempDir
    private static Path directory;

    private static SluiceProcess server;

    /** A segment as it is. */
    private record Measured(long number, long startTicks, long endTicks, long firstPtsTicks, List<Long> syncTicks) {}

    /** A rendition as it is. */
    private record Track(Hls.Rendition rendition, long timescale, Hls.Media playlist, List<Measured> segments) {
        long micros(long ticks) {
            return Math.round((double) ticks * MICROS / timescale);
        }
    }

    @BeforeAll
    static void startServer() throws Exception {
        server = SluiceProcess.start(directory, Ladder.PATIENT, Ladder.arguments(directory));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ConcurrentTest
    void segments_ofIrregularKeyFramesAndBFrames_areEqualEverywhere() throws Exception {
        List<String> video = new ArrayList<>(
                List.of("-c:v", "libx264", "-preset", "veryfast", "-b:v", "600k", "-pix_fmt", "yuv420p", "-bf", "3"));
        video.addAll(List.of("-sc_threshold", "0", "-g", "1000"));
        video.addAll(List.of("-force_key_frames", "0,0.76,2.4,3.12,5.6,6.2,8.88,9.32,9.4,11.6,13.4"));
        List<Track> tracks = publishAndMeasure(Encoders.all(video, Encoders.aac(48_000, 2)), "passthrough");

        checkEverything(tracks);
    }

    @ConcurrentTest
    void segments_ofTenSecondGop_areCutByOwnKeyFrames() throws Exception {
        List<String> video = List.of(
                "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-sc_threshold", "0", "-g", "250");
        List<Track> tracks = publishAndMeasure(Encoders.all(video, Encoders.aac(22_050, 1)), "encoded");

        checkEverything(tracks);
        List<Measured> segments = tracks.getFirst().segments();
        for (Measured segment : segments.subList(0, segments.size() - 1)) {
            assertThat(segment.endTicks() - segment.startTicks())
                    .as("two seconds")
                    .isEqualTo(2 * 90_000L);
        }
    }

    private static List<Track> publishAndMeasure(List<String> options, String expectedFirstRung) throws Exception {
        Stream stream = server.createStream("segments");
        Player player = new Player(server, stream);
        List<String> command = Encoders.ffmpeg("ffmpeg", PICTURE, 48_000, SECONDS, options, stream.publishUrl());
        try (RunningProgram encoder = RunningProgram.start(directory, "encoder", Map.of(), command)) {
            player.awaitSegments(4);
            JsonObject stats = server.stats(stream);
            assertThat(stats.getLong("segments")).isGreaterThan(8);
            assertThat(stats.getLong("misaligned_segments")).isZero();
            String firstRung = stats.getJsonArray("renditions").getJsonObject(0).getString("encoder");
            assertThat(firstRung.equals("passthrough")).isEqualTo(expectedFirstRung.equals("passthrough"));
            encoder.awaitSuccess(SluiceProcess.PATIENCE);
        }
        player.awaitEnd(SluiceProcess.PATIENCE);
        List<Track> tracks = new ArrayList<>();
        for (Hls.Rendition rendition : player.renditions()) {
            tracks.add(measure(player, rendition));
        }
        compareWithMpd(player.manifest(), tracks);
        assertThat(tracks).hasSize(3);
        return tracks;
    }

    /** Reads every segment; within it, and from one to the next, time has no holes and no overlaps. */
    private static Track measure(Player player, Hls.Rendition rendition) throws Exception {
        Hls.Media playlist = player.media(rendition);
        long timescale = Fragments.timescale(
                player.bytes(rendition, playlist.segments().getFirst().mapUri()));
        List<Measured> measured = new ArrayList<>();
        long expectedTicks = -1;
        for (Hls.Segment segment : playlist.segments()) {
            List<Fragments.Fragment> fragments = Fragments.parse(player.bytes(rendition, segment.uri()));
            List<Fragments.Sample> samples = new ArrayList<>();
            for (Fragments.Fragment fragment : fragments) {
                String what = rendition.name() + " " + segment.uri();
                assertThat(expectedTicks < 0 ? fragment.decodeTimeTicks() : expectedTicks)
                        .as("tfdt in %s", what)
                        .isEqualTo(fragment.decodeTimeTicks());
                expectedTicks = fragment.endTicks();
                samples.addAll(fragment.samples());
            }
            Fragments.Sample first = samples.getFirst();
            assertThat(first.sync())
                    .as("%s begins with a sync sample", segment.uri())
                    .isTrue();
            assertThat(samples).allMatch(sample -> sample.durationTicks() > 0 && sample.sizeBytes() > 0);
            List<Long> sync = samples.stream()
                    .filter(Fragments.Sample::sync)
                    .map(Fragments.Sample::ptsTicks)
                    .toList();
            long earliest =
                    samples.stream().mapToLong(Fragments.Sample::ptsTicks).min().orElseThrow();
            assertThat(earliest).as("no picture is shown before the segment").isEqualTo(first.ptsTicks());
            measured.add(new Measured(segment.number(), first.dtsTicks(), expectedTicks, first.ptsTicks(), sync));
        }
        return new Track(rendition, timescale, playlist, measured);
    }

    private static void checkEverything(List<Track> tracks) {
        Track reference = tracks.getFirst();
        assertThat(reference.segments()).hasSizeGreaterThan(5);
        for (Track track : tracks) {
            comparePlaylistWithMedia(track, reference);
            if (track.rendition().isVideo()) {
                compareVideo(track, reference);
            } else {
                compareAudio(track, reference);
            }
        }
    }

    private static void comparePlaylistWithMedia(Track track, Track reference) {
        long originMs = wallClockMs(reference, 0);
        for (int i = 0; i < track.segments().size(); i++) {
            Measured segment = track.segments().get(i);
            Hls.Segment line = track.playlist().segments().get(i);
            long durationUs = track.micros(segment.endTicks() - segment.startTicks());
            assertThat(line.durationUs()).as("EXTINF of %s", line.uri()).isCloseTo(durationUs, within(1L));
            assertThat(wallClockMs(track, i))
                    .as("program date-time of %s %s", track.rendition().name(), line.uri())
                    .isCloseTo(originMs, within(1L));
            assertThat(Math.round(durationUs / 1e6))
                    .isLessThanOrEqualTo(track.playlist().targetDurationSeconds());
        }
    }

    /** The wall clock at time zero of the media, by the program date-time of one segment. */
    private static long wallClockMs(Track track, int index) {
        Hls.Segment line = track.playlist().segments().get(index);
        long startUs = track.micros(track.segments().get(index).startTicks());
        return line.programDateTime().minus(startUs, ChronoUnit.MICROS).toEpochMilli();
    }

    private static void compareVideo(Track track, Track reference) {
        assertThat(track.timescale()).isEqualTo(90_000);
        assertThat(track.segments()).hasSameSizeAs(reference.segments());
        for (int i = 0; i < track.segments().size(); i++) {
            Measured mine = track.segments().get(i);
            Measured theirs = reference.segments().get(i);
            String what = track.rendition().name() + " segment " + mine.number();
            assertThat(mine.number()).as(what).isEqualTo(theirs.number());
            assertThat(mine.startTicks()).as("start of %s", what).isEqualTo(theirs.startTicks());
            assertThat(mine.firstPtsTicks()).as("first picture of %s", what).isEqualTo(theirs.firstPtsTicks());
            assertThat(mine.endTicks()).as("end of %s", what).isEqualTo(theirs.endTicks());
        }
    }

    private static void compareAudio(Track track, Track reference) {
        long frameUs = track.micros(1024) + 1;
        assertThat(track.segments()).hasSameSizeAs(reference.segments());
        for (int i = 1; i < track.segments().size(); i++) {
            Measured mine = track.segments().get(i);
            Measured theirs = reference.segments().get(i);
            assertThat(mine.number()).isEqualTo(theirs.number());
            assertThat(track.micros(mine.startTicks()))
                    .as("audio segment %d begins within a frame of the picture", mine.number())
                    .isBetween(reference.micros(theirs.startTicks()), reference.micros(theirs.startTicks()) + frameUs);
        }
    }

    private static void compareWithMpd(Dash.Manifest manifest, List<Track> tracks) {
        assertThat(manifest.periods()).isEqualTo(1);
        assertThat(manifest.representations()).hasSameSizeAs(tracks);
        for (Track track : tracks) {
            Dash.Representation representation = manifest.representations().stream()
                    .filter(each -> each.id().equals(track.rendition().name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(representation.timescale()).isEqualTo(track.timescale());
            List<Dash.Segment> expected = track.segments().stream()
                    .map(each ->
                            new Dash.Segment(each.number(), each.startTicks(), each.endTicks() - each.startTicks()))
                    .toList();
            assertThat(representation.segments())
                    .as("SegmentTimeline of %s", representation.id())
                    .isEqualTo(expected);
        }
    }
}
