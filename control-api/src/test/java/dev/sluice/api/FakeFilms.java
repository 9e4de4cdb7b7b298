package dev.sluice.api;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.Film;
import dev.sluice.engine.asset.Films;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Films by asset and object name of the pictures. */
final class FakeFilms implements Films {
    private final Map<String, Film> films = new ConcurrentHashMap<>();

    void add(AssetId asset, String pictures, Film film) {
        films.put(asset + "/" + pictures, film);
    }

    @Override
    public Optional<Film> find(AssetId asset, String pictures) {
        return Optional.ofNullable(films.get(asset + "/" + pictures));
    }
}
