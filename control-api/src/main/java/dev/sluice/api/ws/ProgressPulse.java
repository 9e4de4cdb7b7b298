package dev.sluice.api.ws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells sockets how far the videos are that they watch: at each pulse what has changed since the one before. One thread
 * at a time.
 */
public final class ProgressPulse {
    /** Videos that one pulse asks the database for; when more are watched, each waits its turn. */
    private static final int MAX_VIDEOS = 500;

    private final SocketHub hub;
    private final VideoProgress progress;
    private final Map<Topic, List<OutMessage>> told = new HashMap<>();
    private int turn;

    public ProgressPulse(SocketHub hub, VideoProgress progress) {
        this.hub = hub;
        this.progress = progress;
    }

    /** Once a second, so that nobody hears of a video more often. Blocks. */
    public void pulse() {
        List<Topic> watched = hub.videos();
        told.keySet().retainAll(watched);
        int count = Math.min(watched.size(), MAX_VIDEOS);
        for (int i = 0; i < count; i++) {
            tell(watched.get(Math.floorMod(turn++, watched.size())));
        }
    }

    private void tell(Topic video) {
        List<OutMessage> latest = progress.latest(video);
        List<OutMessage> before = told.put(video, latest);
        latest.stream()
                .filter(message -> before == null || !before.contains(message))
                .forEach(message -> hub.toVideo(video, message));
    }
}
