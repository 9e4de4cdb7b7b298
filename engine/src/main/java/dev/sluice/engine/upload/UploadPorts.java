package dev.sluice.engine.upload;

import dev.sluice.engine.asset.AssetIntake;
import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;
import java.time.InstantSource;

/** What uploads stand on. */
public record UploadPorts(
        UploadRepository repository,
        ObjectStore objects,
        MultipartObjects multipart,
        AssetIntake intake,
        BufferBudget buffers,
        UploadLimits limits,
        InstantSource clock) {}
