package dev.sluice.vod.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.job.StepRef;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.StoredSegment;
import dev.sluice.packager.file.StoredSegment.StoredSample;
import dev.sluice.vod.publish.IndexStore;
import dev.sluice.vod.publish.PublishedIndex;
import dev.sluice.vod.publish.PublishedIndex.FileEntry;
import dev.sluice.vod.source.SourceJson;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.testing.FilmRecipe;
import dev.sluice.vod.testing.MemoryAssets;
import dev.sluice.vod.testing.MemoryJobs;
import dev.sluice.vod.testing.TestFilm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clips of a film whose pictures tell by their brightness which ones they are; key frames are two seconds apart. */
@Timeout(120)
final class ClipJobTest {
    private static final AssetId CLIP = new AssetId(new UUID(0, 2));
    private static final int PICTURES = 200;
    private static final long PICTURE_TICKS = 3_600;
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    private final long handlesBefore = NativeMemory.process().handles();
    private final JobRig film = new JobRig();
    private final MemoryJobs jobs = new MemoryJobs(StepNames.CLIP, CLIP);

    @TempDir
    private Path folder;

    @BeforeEach
    void filmIsThere() throws Exception {
        Path file = folder.resolve("film.mp4");
        TestFilm.silent("mp4", TestFilm.steady(PICTURES), TestFilm.CLOSED)
                .withSound(0, PICTURES / 25)
                .write(file);
        film.run(file);
    }

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(NativeMemory.process().handles()).isEqualTo(handlesBefore);
    }

    private void clip(long startMs, long endMs, boolean exact) {
        StartedStep any = new StartedStep(new StepRef(jobs.job(), StepNames.CLIP), CLIP, 0, 1, 0);
        jobs.describeSource(
                any,
                SourceJson.write(
                        new ClipStep.Parameters(film.jobs.asset().toString(), startMs * 1_000, endMs * 1_000, exact)));
        MemoryAssets assets = new MemoryAssets(() -> jobs.record("none", 0), () -> film.jobs.record("film", 1));
        VodWorker worker = VodWorkers.create(
                new VodWorkers.Stores(assets, jobs, film.store, film.store),
                new Profiles(List.of(JobRig.PROFILE)),
                SourceLimits.DEFAULTS,
                new WorkerSettings("here", 2, Duration.ofMinutes(5)),
                () -> Instant.EPOCH);
        Optional<StepRef> next = jobs.next();
        while (next.isPresent()) {
            worker.run(next.get());
            next = jobs.next();
        }
        assertThat(jobs.failures()).isEmpty();
    }

    private PublishedIndex index(AssetId asset) throws Exception {
        return new IndexStore(film.store).read(asset).orElseThrow();
    }

    private FileEntry pictures(AssetId asset) throws Exception {
        return index(asset).video().getFirst().file();
    }

    private FileEntry sound(AssetId asset) throws Exception {
        return index(asset).audio().getFirst().file();
    }

    /** All of a file, in decode order. */
    private List<StoredSample> samples(AssetId asset, FileEntry entry) throws Exception {
        byte[] file = film.store.bytes(AssetKeys.published(asset) + entry.uri());
        int offset = entry.file().header().bytes().sizeBytes();
        List<StoredSample> samples = new ArrayList<>();
        for (SegmentEntry segment : entry.segments()) {
            StoredSegment stored = StoredSegment.read(Payload.copyOf(file, offset, segment.sizeBytes()));
            samples.addAll(stored.samples());
            offset += segment.sizeBytes();
        }
        assertThat(offset).isEqualTo(file.length);
        return samples;
    }

    private List<Long> shownAt(AssetId asset) throws Exception {
        return samples(asset, pictures(asset)).stream()
                .map(StoredSample::presentationTicks)
                .sorted()
                .toList();
    }

    private static List<Long> steps(int count) {
        return IntStream.range(0, count).mapToObj(i -> i * PICTURE_TICKS).toList();
    }

    /** Of each picture, as FFmpeg's program decodes the whole file. */
    private List<Integer> brightness() throws Exception {
        Path file = Files.write(
                folder.resolve("clip.mp4"),
                film.store.bytes(AssetKeys.published(CLIP) + pictures(CLIP).uri()));
        Path raw = FilmRecipe.make(
                folder.resolve("clip.yuv"),
                "-i",
                file.toString(),
                "-fps_mode",
                "passthrough",
                "-pix_fmt",
                "yuv420p",
                "-f",
                "rawvideo");
        byte[] bytes = Files.readAllBytes(raw);
        int pictureBytes = WIDTH * HEIGHT * 3 / 2;
        List<Integer> brightness = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += pictureBytes) {
            long sum = 0;
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                sum += bytes[at + i] & 0xFF;
            }
            brightness.add(Math.round(sum / (float) (WIDTH * HEIGHT)));
        }
        return brightness;
    }

    private void assertShows(int fromPicture, int toPicture) throws Exception {
        List<Integer> seen = brightness();
        assertThat(seen).hasSize(toPicture - fromPicture);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i))
                    .as("picture " + i)
                    .isBetween(TestFilm.brightness(fromPicture + i) - 2, TestFilm.brightness(fromPicture + i) + 2);
        }
        assertThat(shownAt(CLIP)).isEqualTo(steps(toPicture - fromPicture));
    }

    @Test
    void clipAtKeyFrames_hasAllSegmentsThatItsTimeIsIn() throws Exception {
        clip(2_920, 3_500, /* exact= */ false);

        assertShows(50, 100);
        assertThat(jobs.output().durationUs()).isEqualTo(2_000_000);
    }

    @Test
    void exactClip_beginsAndEndsAtThePicture_andCopiesWhatIsBetween() throws Exception {
        clip(2_920, 6_360, /* exact= */ true);

        assertShows(73, 159);
        assertThat(jobs.output().durationUs()).isEqualTo(3_440_000);
        assertThat(pictures(CLIP).segments()).hasSize(3).allMatch(SegmentEntry::startsWithSync);
        List<Payload> film100 = samples(film.jobs.asset(), pictures(film.jobs.asset())).stream()
                .skip(100)
                .limit(50)
                .map(StoredSample::bytes)
                .toList();
        assertThat(samples(CLIP, pictures(CLIP)).stream().skip(27).limit(50).map(StoredSample::bytes))
                .isEqualTo(film100);
    }

    @Test
    void exactClip_hasTheParameterSetsOfBothInOneSampleEntry() throws Exception {
        clip(2_920, 6_360, /* exact= */ true);

        AvcParameters codec = (AvcParameters) pictures(CLIP).track().track().codec();
        assertThat(codec.sequenceParameterSets()).hasSize(2);
        assertThat(codec.pictureParameterSets()).hasSize(2);
    }

    @Test
    void exactClip_withinOneSegment_isAllEncoded() throws Exception {
        clip(2_400, 3_200, /* exact= */ true);

        assertShows(60, 80);
        assertThat(pictures(CLIP).segments()).hasSize(1);
    }

    @Test
    void exactClip_fromKeyFrameToKeyFrame_isAllCopied() throws Exception {
        clip(2_000, 6_000, /* exact= */ true);

        assertShows(50, 150);
        assertThat(pictures(CLIP).track()).isEqualTo(pictures(film.jobs.asset()).track());
    }

    @Test
    void exactClip_betweenTwoPictures_beginsWithTheOneThatStands() throws Exception {
        clip(2_935, 3_600, /* exact= */ true);

        assertThat(brightness().getFirst()).isBetween(TestFilm.brightness(73) - 2, TestFilm.brightness(73) + 2);
        assertThat(shownAt(CLIP)).startsWith(0L, 2_250L, 2_250L + PICTURE_TICKS);
    }

    @Test
    void exactClip_beyondTheEnd_endsWithTheFilm() throws Exception {
        clip(7_000, 60_000, /* exact= */ true);

        assertShows(175, 200);
        assertThat(jobs.output().durationUs()).isEqualTo(1_000_000);
    }

    @Test
    void soundOfAnExactClip_isCutBetweenItsFramesAndStaysWithThePictures() throws Exception {
        clip(2_920, 6_360, /* exact= */ true);

        List<StoredSample> all = samples(film.jobs.asset(), sound(film.jobs.asset()));
        long startTicks = 2_920 * 48;
        StoredSample first = all.stream()
                .filter(frame -> frame.decodeTicks() >= startTicks)
                .findFirst()
                .orElseThrow();
        List<StoredSample> cut = samples(CLIP, sound(CLIP));
        assertThat(cut.getFirst().bytes()).isEqualTo(first.bytes());
        assertThat(cut.getFirst().decodeTicks()).isEqualTo(first.decodeTicks() - startTicks);
        StoredSample last = cut.getLast();
        assertThat(last.decodeTicks() + last.durationTicks()).isBetween(3_440L * 48 - 1_024, 3_440L * 48 + 512);
        for (int i = 1; i < cut.size(); i++) {
            assertThat(cut.get(i).decodeTicks() - cut.get(i - 1).decodeTicks()).isEqualTo(1_024);
        }
    }

    @Test
    void clipThatBeginsAfterTheEnd_isRefused() {
        clip(60_000, 61_000, /* exact= */ true);

        assertThat(Objects.requireNonNull(jobs.failure()).code()).isEqualTo("clip_beyond_end");
    }
}
