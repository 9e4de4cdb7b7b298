package dev.sluice.engine.control;

import dev.sluice.engine.control.StreamFigures.SourceFigures;
import dev.sluice.engine.control.StreamFigures.SubscriberFigures;
import dev.sluice.engine.control.StreamFigures.TrackFigures;
import dev.sluice.engine.live.StreamSnapshot;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.VideoParameters;

/** Puts the figures of a stream and of what is made of it together. */
final class FiguresAssembler {
    private FiguresAssembler() {}

    static StreamFigures figures(CarriedStream carried) {
        StreamSnapshot live = carried.stream().snapshot();
        OutputFigures made = carried.output().figures();
        StreamSnapshot.PublisherInfo publisher = live.publisher();
        return new StreamFigures(
                live.state(),
                carried.record().startedAt(),
                publisher == null
                        ? null
                        : new SourceFigures(publisher.protocol(), publisher.remoteAddress(), publisher.userAgent()),
                live.tracks().stream().map(FiguresAssembler::track).toList(),
                live.bitrateBps(),
                live.framesPerSecond(),
                live.keyFrameIntervalMs(),
                live.hasBFrames(),
                live.inboundBytes(),
                live.timestampCorrections(),
                live.discontinuities(),
                made.renditions(),
                live.subscriptions().stream()
                        .map(each -> new SubscriberFigures(each.name(), each.queuedSamples(), each.droppedSamples()))
                        .toList(),
                made.framesDropped(),
                made.decodeErrors(),
                made.transcodeDelayMs(),
                made.segments(),
                made.misalignedSegments(),
                made.storeQueueBytes(),
                made.storeQueueAgeMs(),
                made.storeFailures());
    }

    private static TrackFigures track(Track track) {
        String codec = track.codec().codecString();
        return switch (track.codec()) {
            case VideoParameters video ->
                new TrackFigures(
                        "video", codec, video.format().width(), video.format().height(), 0, 0);
            case AudioParameters audio ->
                new TrackFigures("audio", codec, 0, 0, audio.sampleRateHz(), audio.channelCount());
        };
    }
}
