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
import dev.sluice.engine.port.RepositoryException;
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
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Subtitles that come after the film. A new file gets a name that no other ever had; then the manifests that name it
 * are written, the multivariant playlist last; then the row says so, if it still says what the manifests were made of.
 * Else another change came between, perhaps of another node, and this one is made anew of what there is now. So the
 * last manifests that are written name all that the rows do. Safe for threads.
 */
public final class SubtitleDesk implements Subtitles {
    static final int MAX_SUBTITLES = 64;
    private static final int UNIQUE_CHARS = 8;
    /** How often nodes may come between: as often as each of some has changes of all subtitles to make. */
    private static final int MAX_TRIES = 64;

    private static final int LOCKS = 32;
    private static final ObjectMetadata VTT = new ObjectMetadata("text/vtt", "public, max-age=31536000, immutable");
    private static final String NOT_READY = "The video does not play yet; it takes subtitles once it does.";

    private final SubtitleRepository repository;
    private final ObjectStore objects;
    private final IndexStore indexes;
    private final ManifestWriter manifests;
    private final List<Lock> locks;

    public SubtitleDesk(SubtitleRepository repository, ObjectStore objects) {
        this.repository = repository;
        this.objects = objects;
        this.indexes = new IndexStore(objects);
        this.manifests = new ManifestWriter(objects);
        this.locks = Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();
    }

    @Override
    public Optional<AssetRecord> put(Viewpoint viewpoint, AssetId id, NewSubtitle subtitle, Instant now)
            throws SubtitleException, ObjectStoreException {
        byte[] file = WebVtt.render(parse(subtitle.file())).getBytes(StandardCharsets.UTF_8);
        @Nullable String language = Subtitle.normalLanguage(subtitle.language());
        if (language == null) {
            throw new SubtitleException(Reason.NOT_FOUND, "There is no such language.");
        }
        AssetSubtitle added = added(language, subtitle, file.length);
        Change change = before -> {
            List<AssetSubtitle> after =
                    others(before, each -> language.equals(each.language()) && each.kind() == subtitle.kind());
            if (after.size() >= MAX_SUBTITLES) {
                throw new SubtitleException(Reason.TOO_MANY, "A video has at most " + MAX_SUBTITLES + " subtitles.");
            }
            objects.put(AssetKeys.published(id) + added.objectName(), List.of(Payload.wrap(file)), VTT);
            after.add(added);
            return after;
        };
        return make(viewpoint, id, change, now);
    }

    @Override
    public Optional<AssetRecord> remove(Viewpoint viewpoint, AssetId id, String language, Instant now)
            throws SubtitleException, ObjectStoreException {
        @Nullable String normal = Subtitle.normalLanguage(language);
        Change change = before -> {
            List<AssetSubtitle> after = others(before, each -> normal != null && normal.equals(each.language()));
            if (after.size() == before.size()) {
                throw new SubtitleException(Reason.NOT_FOUND, "The video has no subtitles in this language.");
            }
            return after;
        };
        return make(viewpoint, id, change, now);
    }

    /** Decides on subtitles by those there are; may be asked again. */
    @FunctionalInterface
    private interface Change {
        List<AssetSubtitle> apply(List<AssetSubtitle> before) throws SubtitleException, ObjectStoreException;
    }

    /** One change of an asset at a time in this process, so that only nodes come between each other. */
    private Optional<AssetRecord> make(Viewpoint viewpoint, AssetId id, Change change, Instant now)
            throws SubtitleException, ObjectStoreException {
        Lock lock = locks.get(Math.floorMod(id.hashCode(), LOCKS));
        lock.lock();
        try {
            for (int tries = 0; tries < MAX_TRIES; tries++) {
                Optional<AssetRecord> asset = repository.managed(viewpoint, id);
                if (asset.isEmpty()) {
                    return Optional.empty();
                }
                List<AssetSubtitle> before = output(asset.get()).subtitles();
                List<AssetSubtitle> after;
                try {
                    after = change.apply(before);
                } catch (SubtitleException refused) {
                    if (tries > 0) {
                        publishRows(viewpoint, id);
                    }
                    throw refused;
                }
                publish(asset.get(), after);
                Optional<AssetRecord> changed = repository.replace(viewpoint, id, before, after, now);
                if (changed.isPresent()) {
                    return changed;
                }
            }
            publishRows(viewpoint, id);
            throw new RepositoryException(
                    "the subtitles of asset " + id + " are changed all the time", new IllegalStateException("no turn"));
        } finally {
            lock.unlock();
        }
    }

    /** Writes manifests that name what the rows do, and still do afterwards. */
    private void publishRows(Viewpoint viewpoint, AssetId id) throws SubtitleException, ObjectStoreException {
        Optional<AssetRecord> asset = repository.managed(viewpoint, id);
        for (int tries = 0; tries < MAX_TRIES && asset.isPresent(); tries++) {
            List<AssetSubtitle> subtitles = output(asset.get()).subtitles();
            publish(asset.get(), subtitles);
            asset = repository.managed(viewpoint, id);
            if (asset.isPresent() && output(asset.get()).subtitles().equals(subtitles)) {
                return;
            }
        }
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
    private void publish(AssetRecord asset, List<AssetSubtitle> subtitles)
            throws SubtitleException, ObjectStoreException {
        PublishedIndex index = indexes.read(asset.id())
                .orElseThrow(() -> new SubtitleException(
                        Reason.NOT_READY, "The video was made before subtitles could be added; upload it again."));
        manifests.writeChoice(asset.id(), index.presentation(SubtitleTexts.packaged(subtitles)), StopSignal.NEVER);
    }

    private static List<AssetSubtitle> others(List<AssetSubtitle> all, Predicate<AssetSubtitle> gone) {
        return new ArrayList<>(all.stream().filter(gone.negate()).toList());
    }

    private static AssetOutput output(AssetRecord asset) throws SubtitleException {
        AssetOutput output = asset.output();
        if (output == null) {
            throw new SubtitleException(Reason.NOT_READY, NOT_READY);
        }
        return output;
    }
}
