package dev.sluice.api.video;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.Fields;
import dev.sluice.engine.asset.AssetDetails;
import java.util.List;
import java.util.Objects;

/** What a request says of a video, over what was there before. */
public final class VideoDetailsReader {
    private VideoDetailsReader() {}

    /** @throws ApiException 422 with every problem by field */
    public static AssetDetails read(ApiRequest request, AssetDetails before) {
        Fields fields = Fields.of(request);
        AssetDetails details = new AssetDetails(
                fields.has("title") ? fields.required("title").strip() : before.title(),
                fields.has("description") ? fields.text("description") : before.description(),
                fields.has("visibility") ? fields.visibility() : before.visibility(),
                fields.has("tags") ? Objects.requireNonNullElse(fields.texts("tags"), List.of()) : before.tags(),
                fields.has("profile") ? fields.text("profile") : before.profile(),
                fields.has("metadata") ? fields.metadata() : before.metadataJson());
        fields.check();
        return details;
    }
}
