package dev.sluice.packager;

import dev.sluice.media.io.Payload;
import java.util.List;

/**
 * Receives the files of a presentation. Calls are serialised and in the order in which the files may be published: a
 * playlist never comes before a segment that it names. Called under the presentation's lock: must neither block nor
 * call back into the presentation.
 */
public interface PresentationListener {
    /**
     * A new file, or a new version of a playlist.
     *
     * @param path relative to the stream's root, such as {@code 720p/81.m4s} or {@code master.m3u8}
     * @param body the bytes, in pieces (the parts of a segment)
     */
    void onObject(String path, ObjectKind kind, List<Payload> body);

    /** The file has left every playlist that named it, and the time that players may still ask for it has passed. */
    void onExpired(String path);
}
