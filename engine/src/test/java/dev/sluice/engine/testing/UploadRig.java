package dev.sluice.engine.testing;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Visibility;
import dev.sluice.engine.upload.BufferBudget;
import dev.sluice.engine.upload.ChunkPlan;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadKind;
import dev.sluice.engine.upload.UploadLimits;
import dev.sluice.engine.upload.UploadPorts;
import dev.sluice.engine.upload.UploadRole;
import dev.sluice.engine.upload.Uploads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Uploads over fakes. */
public final class UploadRig {
    public static final Owner OWNER = new Owner("default", "account:1");
    public static final AssetDetails DETAILS =
            new AssetDetails("A", null, Visibility.PUBLIC, List.of("a"), null, AssetDetails.NO_METADATA);
    public static final UploadLimits LIMITS = new UploadLimits(
            /* maxFileBytes= */ 1L << 30,
            /* maxOpenPerOwner= */ 50,
            /* maxOpenBytesPerOwner= */ 4L << 30,
            /* bufferBytes= */ 64 << 20,
            Duration.ofHours(24),
            Duration.ofDays(7));

    public final FakeParts store = new FakeParts();
    public final FakeUploadRepository repository = new FakeUploadRepository();
    public final FakeIntake intake = new FakeIntake();
    public final UploadPorts ports;
    public final Uploads uploads;

    public UploadRig(InstantSource clock) {
        this(clock, LIMITS);
    }

    public UploadRig(InstantSource clock, UploadLimits limits) {
        this.ports = new UploadPorts(
                repository,
                store,
                store,
                intake,
                new BufferBudget(limits.bufferBytes(), Duration.ofSeconds(5)),
                limits,
                clock);
        this.uploads = new Uploads(ports);
    }

    /** As another node has it, or this one after a restart. */
    public Uploads anotherNode() {
        return new Uploads(ports);
    }

    public Upload chunked(long sizeBytes, int chunkBytes) throws Exception {
        return uploads.create(OWNER, UploadKind.CHUNKED, DETAILS, plan(sizeBytes, chunkBytes, UploadRole.WHOLE));
    }

    public Upload sequential(UploadKind kind, long sizeBytes) throws Exception {
        int partBytes = ChunkPlan.sequentialPartBytes(LIMITS.maxFileBytes());
        return uploads.create(OWNER, kind, DETAILS, plan(sizeBytes, partBytes, UploadRole.WHOLE));
    }

    public static Upload.Plan plan(long sizeBytes, int chunkBytes, UploadRole role) {
        return new Upload.Plan("a.mp4", "video/mp4", sizeBytes, chunkBytes, null, null, role, List.of(), null);
    }

    public static byte[] random(int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new Random(sizeBytes).nextBytes(bytes);
        return bytes;
    }
}
