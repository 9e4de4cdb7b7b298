package dev.sluice.engine.pipeline;

import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagedObject.Kind;
import dev.sluice.engine.testing.TestMedia;
import java.util.List;

/** Files of a presentation, without meaning. */
final class TestObjects {
    private TestObjects() {}

    static PackagedObject segment(String path, int sizeBytes) {
        return new PackagedObject(path, Kind.SEGMENT, List.of(TestMedia.bytes(sizeBytes)));
    }

    static PackagedObject playlist(String path, int sizeBytes) {
        return new PackagedObject(path, Kind.HLS_PLAYLIST, List.of(TestMedia.bytes(sizeBytes)));
    }

    static PackagedObject init(String path, int sizeBytes) {
        return new PackagedObject(path, Kind.INIT_SEGMENT, List.of(TestMedia.bytes(sizeBytes)));
    }
}
