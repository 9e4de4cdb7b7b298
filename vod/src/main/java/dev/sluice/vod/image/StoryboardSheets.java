package dev.sluice.vod.image;

import dev.sluice.media.io.Payload;
import dev.sluice.packager.text.TileGrid;
import java.util.List;

/** @param jpegs in order; as many as the grid's tiles of the whole film fill */
public record StoryboardSheets(TileGrid grid, List<Payload> jpegs) {
    public StoryboardSheets {
        jpegs = List.copyOf(jpegs);
    }

    public long totalBytes() {
        return jpegs.stream().mapToLong(Payload::sizeBytes).sum();
    }
}
