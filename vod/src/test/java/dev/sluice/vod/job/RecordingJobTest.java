package dev.sluice.vod.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.job.StepRef;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.StoredSegment;
import dev.sluice.vod.publish.IndexStore;
import dev.sluice.vod.publish.PublishedIndex;
import dev.sluice.vod.source.SourceJson;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.testing.CountingStore;
import dev.sluice.vod.testing.MemoryAssets;
import dev.sluice.vod.testing.MemoryJobs;
import dev.sluice.vod.testing.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the stored segments of a stream to a published asset, by the real steps over stores in memory. */
@Timeout(60)
final class RecordingJobTest {
    private final MemoryStore kept = new MemoryStore();
    private final CountingStore store = new CountingStore(kept);
    private final MemoryJobs jobs = new MemoryJobs(StepNames.RECORDING);
    private final StoredStream stream = new StoredStream(kept);

    @BeforeEach
    void streamEndedTwoMinutesAgo() {
        StartedStep any = new StartedStep(new StepRef(jobs.job(), StepNames.RECORDING), jobs.asset(), 0, 1, 0);
        String ended = Instant.EPOCH.minusSeconds(120).toString();
        jobs.describeSource(any, SourceJson.write(new RecordingStep.Parameters(StoredStream.ID, ended, ended)));
    }

    private void run() {
        VodWorker worker = VodWorkers.create(
                new VodWorkers.Stores(new MemoryAssets(() -> jobs.record("none", 0)), jobs, store, kept),
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

    private PublishedIndex index() throws Exception {
        return new IndexStore(store).read(jobs.asset()).orElseThrow();
    }

    /** The segments of a file, as they lie in it. */
    private List<StoredSegment> segments(PublishedIndex.FileEntry entry) throws Exception {
        byte[] file = kept.bytes(AssetKeys.published(jobs.asset()) + entry.uri());
        int offset = entry.file().header().bytes().sizeBytes();
        assertThat(Arrays.copyOf(file, offset))
                .isEqualTo(entry.file().header().bytes().toByteArray());
        List<StoredSegment> segments = new java.util.ArrayList<>();
        for (var segment : entry.segments()) {
            segments.add(StoredSegment.read(Payload.copyOf(file, offset, segment.sizeBytes())));
            offset += segment.sizeBytes();
        }
        assertThat(offset).isEqualTo(file.length);
        return segments;
    }

    @Test
    void stream_isCopiedWithEverySegmentReadOnceAndSeveralAtOnce() throws Exception {
        stream.init("360p", 10, StoredStream.AVC)
                .init("720p", 10, StoredStream.AVC)
                .init("audio", 10, StoredStream.AAC);
        stream.pictures("360p", 10, 40, 900_000)
                .pictures("720p", 10, 40, 900_000)
                .sound("audio", 10, 40, 480_000);
        store.holdUntilOpen(3);

        run();

        assertThat(store.reads().stream().filter(key -> key.startsWith("live/")))
                .hasSize(3 + 3 * 30)
                .doesNotHaveDuplicates();
        assertThat(store.mostOpen()).isBetween(3, ReadAhead.MAX_AHEAD);
        AssetOutput output = jobs.output();
        assertThat(output.notes()).isEmpty();
        assertThat(output.renditions()).extracting(AssetRendition::name).contains("360p", "720p", "audio");
        assertThat(output.durationUs()).isBetween(60_000_000L, 60_200_000L);
        for (PublishedIndex.VideoEntry video : index().video()) {
            List<StoredSegment> segments = segments(video.file());
            assertThat(segments).hasSize(30);
            assertThat(segments.getFirst().decodeTicks()).isZero();
            assertThat(segments.getLast().decodeTicks()).isEqualTo(29 * StoredStream.SEGMENT_TICKS);
        }
    }

    @Test
    void holesAndDamage_areLeftOutOfAllRenditionsAndSaid() throws Exception {
        stream.init("720p", 0, StoredStream.AVC).init("audio", 0, StoredStream.AAC);
        stream.pictures("720p", 0, 10, 0).sound("audio", 0, 10, 0);
        stream.gap("720p", 3).put("audio/6.m4s", Payload.wrap(new byte[500]));

        run();

        assertThat(index().video().getFirst().file().segments()).hasSize(8);
        assertThat(index().audio().getFirst().file().segments()).hasSize(8);
        assertThat(jobs.output().notes())
                .containsExactly("The stream was interrupted 2 times; the recording goes on without the pauses.");
    }

    @Test
    void soundInAnotherCodec_isLeftOutAndSaid() throws Exception {
        stream.init("720p", 0, StoredStream.AVC).init("audio", 0, StoredStream.OPUS);
        stream.pictures("720p", 0, 10, 0).sound("audio", 0, 10, 0);

        run();

        assertThat(jobs.output().renditions()).extracting(AssetRendition::name).containsExactly("720p");
        assertThat(jobs.output().notes())
                .containsExactly("The rendition audio was left out: files do not hold its codec.");
    }

    @Test
    void twoRuns_areOneTimeline() throws Exception {
        stream.init("720p", 0, StoredStream.AVC).pictures("720p", 0, 5, 90_000_000);
        stream.init("720p", 100, StoredStream.AVC).pictures("720p", 100, 105, 0);

        run();

        assertThat(segments(index().video().getFirst().file()))
                .extracting(StoredSegment::decodeTicks)
                .startsWith(0L, StoredStream.SEGMENT_TICKS)
                .endsWith(9 * StoredStream.SEGMENT_TICKS);
        assertThat(jobs.output().notes())
                .containsExactly("The stream was interrupted once; the recording goes on without the pause.");
    }

    @Test
    void nothingButDamage_isRefused() throws Exception {
        stream.init("720p", 0, StoredStream.AVC);
        stream.put("720p/1.m4s", Payload.wrap(new byte[500])).put("720p/2.m4s", Payload.wrap(new byte[500]));

        run();

        assertThat(Objects.requireNonNull(jobs.failure()).code()).isEqualTo("nothing_recorded");
        assertThat(kept.namesBeneath(AssetKeys.published(jobs.asset()))).isEmpty();
    }
}
