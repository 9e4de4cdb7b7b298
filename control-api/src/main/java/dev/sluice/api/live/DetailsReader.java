package dev.sluice.api.live;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.Fields;
import dev.sluice.engine.port.StreamDetails;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of a stream, over what was there before, and what is wrong with it beyond its schema. One use,
 * one thread.
 */
final class DetailsReader {
    private final Fields fields;

    private DetailsReader(Fields fields) {
        this.fields = fields;
    }

    /** @throws ApiException 422 with every problem by field */
    static StreamDetails read(ApiRequest request, StreamDetails before) {
        return new DetailsReader(Fields.of(request)).over(before);
    }

    private StreamDetails over(StreamDetails before) {
        StreamDetails details = new StreamDetails(
                fields.has("title") ? title() : before.title(),
                fields.has("description") ? fields.text("description") : before.description(),
                fields.has("scheduled_start") ? scheduledStart() : before.scheduledStart(),
                fields.has("visibility") ? fields.visibility() : before.visibility(),
                fields.has("metadata") ? fields.metadata() : before.metadataJson(),
                fields.has("record") ? Boolean.TRUE.equals(fields.flag("record")) : before.record());
        fields.check();
        return details;
    }

    private String title() {
        String title = fields.required("title").strip();
        if (title.isEmpty()) {
            fields.problem("title", "Must not be blank.");
        }
        return title;
    }

    private @Nullable Instant scheduledStart() {
        String text = fields.text("scheduled_start");
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
        } catch (DateTimeException noSuchTime) {
            fields.problem("scheduled_start", "Not a date and time that exists.");
            return null;
        }
    }
}
