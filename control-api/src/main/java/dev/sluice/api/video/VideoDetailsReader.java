package dev.sluice.api.video;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.Fields;
import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;

/** What a request says of a video, over what was there before. One use, one thread. */
public final class VideoDetailsReader {
    private static final int MAX_METADATA_LENGTH = 16 * 1024;

    private final Fields fields;

    private VideoDetailsReader(Fields fields) {
        this.fields = fields;
    }

    /** @throws ApiException 422 with every problem by field */
    public static AssetDetails read(ApiRequest request, AssetDetails before) {
        return new VideoDetailsReader(Fields.of(request)).over(before);
    }

    private AssetDetails over(AssetDetails before) {
        AssetDetails details = new AssetDetails(
                fields.has("title") ? fields.required("title").strip() : before.title(),
                fields.has("description") ? fields.text("description") : before.description(),
                fields.has("visibility") ? visibility() : before.visibility(),
                fields.has("tags") ? Objects.requireNonNullElse(fields.texts("tags"), List.of()) : before.tags(),
                fields.has("profile") ? fields.text("profile") : before.profile(),
                fields.has("metadata") ? metadata() : before.metadataJson());
        fields.check();
        return details;
    }

    private Visibility visibility() {
        String text = fields.text("visibility");
        for (Visibility known : Visibility.values()) {
            if (VideoJson.name(known).equals(text)) {
                return known;
            }
        }
        return Visibility.PUBLIC;
    }

    private String metadata() {
        JsonObject metadata = fields.object("metadata");
        if (metadata == null) {
            return AssetDetails.NO_METADATA;
        }
        String text = metadata.encode();
        if (text.length() > MAX_METADATA_LENGTH) {
            fields.problem("metadata", "Must have at most " + MAX_METADATA_LENGTH + " characters of JSON.");
        } else if (text.contains("\\u0000")) {
            fields.problem("metadata", "Must not contain the character U+0000.");
        }
        return text;
    }
}
