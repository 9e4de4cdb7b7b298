package dev.sluice.packager;

import dev.sluice.media.io.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the newest version of each file and the order in which they came. The presentation serialises its calls. */
final class RecordingListener implements PresentationListener {
    final Map<String, byte[]> files = new LinkedHashMap<>();
    final List<String> order = new ArrayList<>();
    final List<String> expired = new ArrayList<>();

    @Override
    public void onObject(String path, ObjectKind kind, List<Payload> body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (Payload piece : body) {
                piece.writeTo(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean immutable = kind == ObjectKind.INIT_SEGMENT || kind == ObjectKind.SEGMENT;
        byte[] before = files.put(path, bytes.toByteArray());
        if (immutable && before != null) {
            throw new AssertionError(path + " was written twice");
        }
        order.add(path);
    }

    @Override
    public void onExpired(String path) {
        if (!files.containsKey(path)) {
            throw new AssertionError(path + " expired but was never there");
        }
        expired.add(path);
    }

    byte[] bytes(String path) {
        byte[] found = files.get(path);
        if (found == null) {
            throw new AssertionError("no file " + path + " among " + files.keySet());
        }
        return found;
    }

    String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    @Nullable
    String textOrNull(String path) {
        byte[] found = files.get(path);
        return found == null ? null : new String(found, StandardCharsets.UTF_8);
    }
}
