package dev.sluice.engine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.testing.BytesSource;
import dev.sluice.engine.testing.FakeTimers;
import dev.sluice.engine.testing.UploadRig;
import dev.sluice.testing.MutableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UploadPullerTest {
    private final MutableClock clock = new MutableClock();
    private final UploadRig rig = new UploadRig(clock);

    @Test
    void pull_ofAFile_isAnAsset() throws Exception {
        byte[] file = UploadRig.random(9 << 20);
        Upload upload = pull();

        run(upload, url -> new File(BytesSource.of(file), file.length));

        assertThat(current(upload).state()).isEqualTo(UploadState.COMPLETED);
        assertThat(rig.store.bytes(upload.sourceKey())).isEqualTo(file);
        assertThat(rig.intake.assets()).hasSize(1);
    }

    @Test
    void pull_thatIsRefusedCutEmptyOrTooLarge_failsWithItsReason() throws Exception {
        byte[] file = UploadRig.random(1000);
        assertThat(failure(url -> {
                    throw new IOException("The server answered with status 404.");
                }))
                .contains("404");
        assertThat(failure(url -> new File(BytesSource.cutAfter(file, 0, 500), -1)))
                .contains("ended");
        assertThat(failure(url -> new File(BytesSource.of(new byte[0]), 0))).contains("empty");
        assertThat(failure(url -> new File(BytesSource.of(file), 2L << 30))).contains("more than");
        assertThat(rig.intake.assets()).isEmpty();
    }

    @Test
    void pull_ofMoreBytesThanItsOwnerMayHaveOpen_fails() throws Exception {
        rig.uploads.create(
                UploadRig.OWNER,
                UploadKind.TUS,
                UploadRig.DETAILS,
                UploadRig.plan(1L << 30, ChunkPlan.PART_BYTES, UploadRole.WHOLE));
        for (int i = 0; i < 3; i++) {
            rig.chunked(1L << 30, ChunkPlan.PART_BYTES);
        }

        assertThat(failure(url -> new File(BytesSource.of(UploadRig.random(100)), -1)))
                .contains("together");
    }

    @Test
    void pull_whileTheStoreIsAway_isTriedAgain() throws Exception {
        byte[] file = UploadRig.random(1000);
        Upload upload = pull();
        rig.store.lose(true);
        run(upload, url -> new File(BytesSource.of(file), -1));
        assertThat(current(upload).state()).isEqualTo(UploadState.RECEIVING);
        rig.store.lose(false);

        run(upload, url -> new File(BytesSource.of(file), -1));

        assertThat(current(upload).state()).isEqualTo(UploadState.COMPLETED);
    }

    private String failure(PullClient client) throws Exception {
        Upload upload = pull();
        run(upload, client);
        assertThat(current(upload).state()).isEqualTo(UploadState.FAILED);
        return String.valueOf(current(upload).failure());
    }

    private Upload pull() throws Exception {
        Upload.Plan plan = new Upload.Plan(
                "a.mp4",
                "video/mp4",
                Upload.Plan.UNKNOWN_SIZE,
                ChunkPlan.PART_BYTES,
                null,
                "https://a.example/a.mp4",
                UploadRole.WHOLE,
                List.of(),
                null);
        return rig.uploads.create(UploadRig.OWNER, UploadKind.PULL, UploadRig.DETAILS, plan);
    }

    private void run(Upload upload, PullClient client) {
        UUID token = UUID.randomUUID();
        List<Upload> taken = rig.repository.claimPulls(
                token, clock.instant(), clock.instant().plusSeconds(15), 1);
        assertThat(taken).extracting(Upload::id).containsExactly(upload.id());
        try (UploadPuller puller = new UploadPuller(rig.uploads, client, 1, new FakeTimers(clock))) {
            puller.pull(taken.getFirst(), token);
        }
    }

    private Upload current(Upload upload) {
        return rig.repository.find(upload.id()).orElseThrow();
    }

    private record File(BytesSource bytes, long sizeBytes) implements PullClient.Pulled {
        @Override
        public int read(byte[] target, int offset, int lengthBytes, Duration patience) throws IOException {
            return bytes.read(target, offset, lengthBytes, patience);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
