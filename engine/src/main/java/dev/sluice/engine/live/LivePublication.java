package dev.sluice.engine.live;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.List;

/** A publisher's hold on its stream; everything it says is judged by the {@link LiveStream} under its lock. */
final class LivePublication implements Publication {
    private final LiveStream stream;
    private final PublishRequest request;

    LivePublication(LiveStream stream, PublishRequest request) {
        this.stream = stream;
        this.request = request;
    }

    PublishRequest request() {
        return request;
    }

    @Override
    public StreamId streamId() {
        return stream.id();
    }

    @Override
    public void onTracks(List<Track> tracks) {
        stream.onTracks(this, List.copyOf(tracks));
    }

    @Override
    public void onSample(EncodedSample sample) {
        stream.onSample(this, sample);
    }

    @Override
    public void end(EndReason reason) {
        stream.onPublicationEnd(this, reason);
    }
}
