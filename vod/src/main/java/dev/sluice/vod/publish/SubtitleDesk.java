package dev.sluice.vod.publish;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.AssetSubtitle.Origin;
import dev.sluice.engine.asset.NewSubtitle;
import dev.sluice.engine.asset.SubtitleException;
import dev.sluice.engine.asset.SubtitleException.Reason;
import dev.sluice.engine.asset.SubtitleRepository;
import dev.sluice.engine.asset.Subtitles;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.Subtitle;
import dev.sluice.packager.text.Cue;
import dev.sluice.packager.text.CueParser;
import dev.sluice.packager.text.WebVtt;
import dev.sluice.vod.source.StopSignal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Subtitles that come after the film. A new file gets a name that no other ever had; then the manifests that name it
 * are written, the multivariant playlist last; then the row says so. Safe for threads.
 */
public final class SubtitleDesk implements Subtitles {
    static final int MAX_SUBTITLES = 64;
    private static final int UNIQUE_CHARS = 8;
    private static final ObjectMetadata VTT = new ObjectMetadata("text/vtt", "public, max-age=31536000, immutable");
    private static final String NOT_READY = "The video does not play yet; it takes subtitles once it does.";

    private final SubtitleRepository repository;
    private final ObjectStore objects;
    private final IndexStore indexes;
    private final ManifestWriter manifests;

    public SubtitleDesk(SubtitleRepository repository, ObjectStore objects) {
        this.repository = repository;
        this.objects = objects;
        this.indexes = new IndexStore(objects);
        this.manifests = new ManifestWriter(objects);
    }

    @Override
    public Optional<AssetRecord> put(Viewpoint viewpoint, AssetId id, NewSubtitle subtitle, Instant now)
            throws SubtitleException, ObjectStoreException {
        byte[] file = WebVtt.render(parse(subtitle.file())).getBytes(StandardCharsets.UTF_8);
        @Nullable String language = Subtitle.normalLanguage(subtitle.language());
        if (language == null) {
            throw new SubtitleException(Reason.NOT_FOUND, "There is no such language.");
        }
        return repository.change(
                viewpoint,
                id,
                asset -> {
                    List<AssetSubtitle> kept =
                            others(asset, each -> language.equals(each.language()) && each.kind() == subtitle.kind());
                    if (kept.size() >= MAX_SUBTITLES) {
                        throw new SubtitleException(
                                Reason.TOO_MANY, "A video has at most " + MAX_SUBTITLES + " subtitles.");
                    }
                    AssetSubtitle added = added(language, subtitle, file.length);
                    objects.put(AssetKeys.published(id) + added.objectName(), List.of(Payload.wrap(file)), VTT);
                    kept.add(added);
                    return published(asset, kept);
                },
                now);
    }

    @Override
    public Optional<AssetRecord> remove(Viewpoint viewpoint, AssetId id, String language, Instant now)
            throws SubtitleException, ObjectStoreException {
        @Nullable String normal = Subtitle.normalLanguage(language);
        return repository.change(
                viewpoint,
                id,
                asset -> {
                    List<AssetSubtitle> kept = others(asset, each -> normal != null && normal.equals(each.language()));
                    if (kept.size() == output(asset).subtitles().size()) {
                        throw new SubtitleException(Reason.NOT_FOUND, "The video has no subtitles in this language.");
                    }
                    return published(asset, kept);
                },
                now);
    }

    private static List<Cue> parse(Payload file) throws SubtitleException {
        try {
            return CueParser.parse(file);
        } catch (MediaParseException refused) {
            throw new SubtitleException(Reason.MALFORMED, String.valueOf(refused.getMessage()), refused);
        }
    }

    private static AssetSubtitle added(String language, NewSubtitle subtitle, int sizeBytes) {
        String name = subtitle.kind().name().toLowerCase(Locale.ROOT) + "-" + language;
        String unique = UUID.randomUUID().toString().substring(0, UNIQUE_CHARS);
        return new AssetSubtitle(
                name,
                language,
                Objects.requireNonNullElse(subtitle.label(), ""),
                subtitle.kind(),
                Origin.UPLOADED,
                name + "-" + unique + ".vtt",
                sizeBytes,
                /* preferred= */ false);
    }

    /** Writes the manifests that name these. */
    private List<AssetSubtitle> published(AssetRecord asset, List<AssetSubtitle> subtitles)
            throws SubtitleException, ObjectStoreException {
        PublishedIndex index = indexes.read(asset.id())
                .orElseThrow(() -> new SubtitleException(
                        Reason.NOT_READY, "The video was made before subtitles could be added; upload it again."));
        manifests.writeChoice(asset.id(), index.presentation(SubtitleTexts.packaged(subtitles)), StopSignal.NEVER);
        return subtitles;
    }

    private static List<AssetSubtitle> others(AssetRecord asset, Predicate<AssetSubtitle> gone)
            throws SubtitleException {
        return new ArrayList<>(
                output(asset).subtitles().stream().filter(gone.negate()).toList());
    }

    private static AssetOutput output(AssetRecord asset) throws SubtitleException {
        AssetOutput output = asset.output();
        if (output == null) {
            throw new SubtitleException(Reason.NOT_READY, NOT_READY);
        }
        return output;
    }
}
