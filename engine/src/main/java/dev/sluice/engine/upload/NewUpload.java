package dev.sluice.engine.upload;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.Owner;
import java.time.Instant;

/** An upload that is about to begin; its object in parts has begun. */
public record NewUpload(
        AssetId id,
        Owner owner,
        UploadKind kind,
        AssetDetails details,
        Upload.Plan plan,
        String multipartId,
        Instant createdAt,
        Instant expiresAt) {}
