package dev.sluice.engine.pipeline;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.Subscriber;
import dev.sluice.engine.thumbnail.StreamThumbnails;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.List;

/** Shows thumbnails what goes to the pipeline, which costs less than a subscription of their own. */
record ThumbnailTap(StreamThumbnails thumbnails, Subscriber pipeline) implements Subscriber {
    @Override
    public void onTracks(List<Track> tracks, boolean discontinuity) {
        thumbnails.onTracks(tracks);
        pipeline.onTracks(tracks, discontinuity);
    }

    @Override
    public void onSample(EncodedSample sample) {
        thumbnails.onSample(sample);
        pipeline.onSample(sample);
    }

    @Override
    public void onEnd(EndReason reason) {
        thumbnails.end();
        pipeline.onEnd(reason);
    }
}
