package dev.sluice.server.adapter;

import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagerListener;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.ObjectKind;
import dev.sluice.packager.PresentationListener;
import java.util.List;

/** Hands a presentation's files to the engine in the engine's words. */
record PackagedObjects(PackagerListener engine) implements PresentationListener {
    @Override
    public void onObject(String path, ObjectKind kind, List<Payload> body) {
        engine.onObject(new PackagedObject(path, kindOf(kind), body));
    }

    @Override
    public void onExpired(String path) {
        engine.onExpired(path);
    }

    private static PackagedObject.Kind kindOf(ObjectKind kind) {
        return switch (kind) {
            case INIT_SEGMENT -> PackagedObject.Kind.INIT_SEGMENT;
            case SEGMENT -> PackagedObject.Kind.SEGMENT;
            case HLS_PLAYLIST -> PackagedObject.Kind.HLS_PLAYLIST;
            case DASH_MANIFEST -> PackagedObject.Kind.DASH_MANIFEST;
        };
    }
}
