package dev.sluice.vod.publish;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.Film;
import dev.sluice.engine.asset.Film.Part;
import dev.sluice.engine.asset.Films;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.packager.file.FilmFile;
import dev.sluice.packager.file.FilmFile.Fragment;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.publish.PublishedIndex.AudioEntry;
import dev.sluice.vod.publish.PublishedIndex.FileEntry;
import dev.sluice.vod.publish.PublishedIndex.VideoEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts films together from what was published: a rung with the sound that players begin with, in its plainest layout.
 * The last ones stay in memory, since a player asks for a file many times.
 */
public final class PublishedFilms implements Films {
    /** About 10 MB of parts: eight films of three hours. */
    private static final int MAX_PARTS_KEPT = 100_000;

    private final IndexStore indexes;
    /** By key, the longest unused first. Guarded by itself. */
    private final Map<String, Film> kept = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    private int partsKept;

    public PublishedFilms(ObjectStore objects) {
        this.indexes = new IndexStore(objects);
    }

    @Override
    public Optional<Film> find(AssetId asset, String pictures) throws ObjectStoreException {
        String key = AssetKeys.published(asset) + pictures;
        synchronized (kept) {
            Film film = kept.get(key);
            if (film != null) {
                return Optional.of(film);
            }
        }
        Optional<Film> made = indexes.read(asset).flatMap(index -> film(asset, index, pictures));
        made.ifPresent(film -> keep(key, film));
        return made;
    }

    private static Optional<Film> film(AssetId asset, PublishedIndex index, String pictures) {
        Optional<TrackFile> shown = index.video().stream()
                .map(VideoEntry::file)
                .filter(file -> file.uri().equals(pictures))
                .map(FileEntry::file)
                .findFirst();
        Optional<TrackFile> heard = index.audio().stream()
                .min(Comparator.comparing(AudioEntry::preferred).reversed().thenComparing(PublishedFilms::channels))
                .map(entry -> entry.file().file());
        return shown.flatMap(file -> heard.map(sound -> film(asset, FilmFile.of(file, sound))));
    }

    private static int channels(AudioEntry entry) {
        return ((AudioParameters) entry.file().file().track().codec()).channelCount();
    }

    private static Film film(AssetId asset, FilmFile file) {
        List<Part> parts = new ArrayList<>();
        for (Fragment fragment : file.fragments()) {
            parts.add(new Part(
                    AssetKeys.published(asset) + fragment.uri(),
                    fragment.offsetBytes(),
                    fragment.sizeBytes(),
                    FilmFile.SEQUENCE_NUMBER_OFFSET,
                    parts.size() + 1));
        }
        return new Film(file.header(), parts);
    }

    private void keep(String key, Film film) {
        synchronized (kept) {
            Film before = kept.put(key, film);
            partsKept +=
                    film.parts().size() - (before == null ? 0 : before.parts().size());
            var eldest = kept.entrySet().iterator();
            while (partsKept > MAX_PARTS_KEPT && kept.size() > 1) {
                partsKept -= eldest.next().getValue().parts().size();
                eldest.remove();
            }
        }
    }
}
