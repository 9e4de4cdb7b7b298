package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.JsonBody;
import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a video with its upload: as JSON fields that a schema has seen, or as the texts of a form or of tus'
 * metadata, which are held to the same rules here. One use, one thread.
 */
final class UploadDetails {
    static final int MAX_TITLE_CHARACTERS = 200;
    static final int MAX_DESCRIPTION_CHARACTERS = 5000;
    static final int MAX_TAGS = 30;
    static final int MAX_TAG_CHARACTERS = 50;
    static final int MAX_METADATA_CHARACTERS = 16 * 1024;
    private static final int MAX_FILE_NAME_CHARACTERS = 255;
    private static final String UNTITLED = "Untitled";

    private static final Pattern LINE = Pattern.compile("(?=.*\\S)[^\\p{Cc}\\p{Cs}]*");
    private static final Pattern TEXT = Pattern.compile("[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\p{Cs}]*");
    private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern MEDIA_TYPE = Pattern.compile(
            "(video|audio)/[a-z0-9.+-]{1,100}|application/(octet-stream|mp4|mxf|ogg|x-matroska|x-mpegurl)");

    private final Map<String, String> problems = new TreeMap<>();

    private UploadDetails() {}

    /** @param title when the fields have none */
    static AssetDetails ofJson(JsonObject fields, @Nullable String title) {
        UploadDetails reader = new UploadDetails();
        JsonArray tags = fields.getJsonArray("tags");
        AssetDetails details = new AssetDetails(
                titled(fields.getString("title"), title),
                fields.getString("description"),
                reader.visibility(fields.getString("visibility")),
                reader.tags(
                        tags == null
                                ? List.of()
                                : tags.stream().map(String::valueOf).toList()),
                fields.getString("profile"),
                reader.metadata(fields.getJsonObject("metadata")));
        reader.check();
        return details;
    }

    /**
     * @param texts by name; names that are not known are passed over
     * @param title when the texts have none
     * @throws ApiException 422 with every problem by field
     */
    static AssetDetails ofTexts(Map<String, List<String>> texts, @Nullable String title) {
        UploadDetails reader = new UploadDetails();
        String profile = reader.one(texts, "profile");
        if (profile != null && !PROFILE.matcher(profile).matches()) {
            reader.problems.put("profile", "Must be the name of a profile.");
        }
        AssetDetails details = new AssetDetails(
                titled(reader.line(texts), title),
                reader.description(texts),
                reader.visibility(reader.one(texts, "visibility")),
                reader.tags(reader.tagTexts(texts)),
                profile,
                reader.metadata(reader.metadataText(texts)));
        reader.check();
        return details;
    }

    /** The last name of a path that a client may have sent, bounded; null when nothing is left. */
    static @Nullable String fileName(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String name = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cc}\\p{Cs}]", "")
                .strip();
        if (name.isEmpty()) {
            return null;
        }
        return name.length() <= MAX_FILE_NAME_CHARACTERS
                ? name
                : name.substring(name.length() - MAX_FILE_NAME_CHARACTERS);
    }

    /** In lower case, without parameters. @throws ApiException 415 for what is no media */
    static String mediaType(@Nullable String text) {
        String type = text == null || text.isBlank() ? "application/octet-stream" : text;
        int semicolon = type.indexOf(';');
        String plain =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        if (!MEDIA_TYPE.matcher(plain).matches()) {
            throw ApiException.unsupportedMediaType("video/*, audio/* or application/octet-stream");
        }
        return plain;
    }

    private static String titled(@Nullable String title, @Nullable String other) {
        if (title != null && !title.isBlank()) {
            return title.strip();
        }
        if (other == null || other.isBlank()) {
            return UNTITLED;
        }
        return other.length() <= MAX_TITLE_CHARACTERS ? other : other.substring(0, MAX_TITLE_CHARACTERS);
    }

    private @Nullable String one(Map<String, List<String>> texts, String name) {
        List<String> values = texts.getOrDefault(name, List.of());
        if (values.size() > 1) {
            problems.put(name, "Must be sent once.");
        }
        return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }

    private @Nullable String line(Map<String, List<String>> texts) {
        String title = one(texts, "title");
        if (title != null
                && (title.length() > MAX_TITLE_CHARACTERS
                        || !LINE.matcher(title).matches())) {
            problems.put("title", "Must be one line of at most " + MAX_TITLE_CHARACTERS + " characters.");
        }
        return title;
    }

    private @Nullable String description(Map<String, List<String>> texts) {
        String text = one(texts, "description");
        if (text != null
                && (text.length() > MAX_DESCRIPTION_CHARACTERS
                        || !TEXT.matcher(text).matches())) {
            problems.put(
                    "description",
                    "Must have at most " + MAX_DESCRIPTION_CHARACTERS + " characters and no control characters.");
        }
        return text;
    }

    private Visibility visibility(@Nullable String text) {
        if (text == null) {
            return Visibility.PUBLIC;
        }
        return Stream.of(Visibility.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseGet(() -> {
                    problems.put("visibility", "Must be public, unlisted or private.");
                    return Visibility.PRIVATE;
                });
    }

    /** A JSON array, or names with commas between them, or the field again and again. */
    private List<String> tagTexts(Map<String, List<String>> texts) {
        List<String> values = texts.getOrDefault("tags", texts.getOrDefault("tags[]", List.of()));
        if (values.size() != 1) {
            return values;
        }
        String text = values.getFirst().strip();
        if (!text.startsWith("[")) {
            return Stream.of(text.split(",", -1)).filter(tag -> !tag.isBlank()).toList();
        }
        try {
            List<String> tags = new ArrayList<>();
            for (Object tag : new JsonArray(text)) {
                if (!(tag instanceof String name)) {
                    throw new DecodeException("not a text");
                }
                tags.add(name);
            }
            return tags;
        } catch (DecodeException malformed) {
            problems.put("tags", "Must be a JSON array of texts.");
            return List.of();
        }
    }

    private List<String> tags(List<String> texts) {
        List<String> tags = texts.stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        boolean valid = tags.size() <= MAX_TAGS
                && tags.stream()
                        .allMatch(tag -> tag.length() <= MAX_TAG_CHARACTERS
                                && LINE.matcher(tag).matches());
        if (!valid) {
            problems.put(
                    "tags",
                    "Must be at most " + MAX_TAGS + ", each one line of at most " + MAX_TAG_CHARACTERS
                            + " characters.");
        }
        return tags;
    }

    private @Nullable JsonObject metadataText(Map<String, List<String>> texts) {
        String text = one(texts, "metadata");
        if (text == null) {
            return null;
        }
        try {
            return JsonBody.read("application/json", Buffer.buffer(text));
        } catch (ApiException malformed) {
            problems.put("metadata", "Must be a JSON object.");
            return null;
        }
    }

    private String metadata(@Nullable JsonObject metadata) {
        if (metadata == null) {
            return AssetDetails.NO_METADATA;
        }
        String text = metadata.encode();
        if (text.length() > MAX_METADATA_CHARACTERS) {
            problems.put("metadata", "Must have at most " + MAX_METADATA_CHARACTERS + " characters of JSON.");
        } else if (text.contains("\\u0000")) {
            problems.put("metadata", "Must not contain the character U+0000.");
        }
        return text;
    }

    private void check() {
        if (!problems.isEmpty()) {
            throw ApiException.validation(problems);
        }
    }
}
