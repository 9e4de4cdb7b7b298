package dev.sluice.rtmp.session;

import dev.sluice.engine.live.Publication;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.flv.FlvAudioTag;
import dev.sluice.rtmp.flv.FlvAudioTagReader;
import dev.sluice.rtmp.flv.FlvVideoTag;
import dev.sluice.rtmp.flv.FlvVideoTagReader;
import dev.sluice.rtmp.message.InboundMessage;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The way from audio and video messages to the samples of a publication. Drops and counts what cannot be used: frames
 * before their sequence header, empty frames, broken frames, tracks and codecs that are not taken.
 *
 * <p>Not thread-safe: owned by the connection's event loop.
 */
final class RtmpToStream {
    /** Broken frames in a row after which the encoder is beyond hope. */
    static final int MAX_BROKEN_FRAMES_IN_A_ROW = 100;

    private static final int MAX_NOTICES = 8;

    private final TrackGate gate;
    private final MediaListener listener;
    private final TimestampUnwrapper clock = new TimestampUnwrapper();
    private final VideoTrackReader video = new VideoTrackReader();
    private final AudioTrackReader audio = new AudioTrackReader();
    private final Set<String> notices = new LinkedHashSet<>();
    private int brokenInARow;

    /** Is told what did not become a sample. */
    interface MediaListener {
        /** A frame was dropped. */
        void onDropped();

        /** Something worth one log line, told once per connection. */
        void onNotice(String notice);
    }

    RtmpToStream(Publication publication, MediaListener listener) {
        this.gate = new TrackGate(publication);
        this.listener = listener;
    }

    boolean hasTracks() {
        return gate.hasTracks();
    }

    /** What was seen that is not supported, for the message that ends a publisher without any usable track. */
    String noticesText() {
        return String.join("; ", notices);
    }

    void onMetadata(AmfValue.Properties metadata) {
        boolean announcesVideo = isPresent(metadata, "videocodecid") || metadata.number("width", 0) > 0;
        boolean announcesAudio = isPresent(metadata, "audiocodecid");
        gate.expectBoth(announcesVideo && announcesAudio);
    }

    private static boolean isPresent(AmfValue.Properties metadata, String name) {
        return metadata.number(name, 0) > 0 || metadata.text(name) != null;
    }

    /** @throws MediaParseException when the sequence header cannot be used, or too many frames were broken */
    void onVideo(InboundMessage message) throws MediaParseException {
        long dtsMs = clock.unwrap(message.timestampMs());
        FlvVideoTagReader.read(message, tag -> onVideoTag(tag, dtsMs));
    }

    /** @throws MediaParseException when the sequence header cannot be used, or too many frames were broken */
    void onAudio(InboundMessage message) throws MediaParseException {
        long timestampMs = clock.unwrap(message.timestampMs());
        FlvAudioTagReader.read(message, tag -> onAudioTag(tag, timestampMs));
    }

    /** No call after this one. */
    void finish() {
        gate.flush();
    }

    private void onVideoTag(FlvVideoTag tag, long dtsMs) throws MediaParseException {
        switch (tag) {
            case FlvVideoTag.Config config -> {
                video.onConfig(config);
                gate.onTracks(video.track(), audio.track());
            }
            case FlvVideoTag.Frame frame -> onVideoFrame(frame, dtsMs);
            case FlvVideoTag.EndOfSequence ignored -> {
                // A sequence header may follow; the end of the stream is said by a command.
            }
            case FlvVideoTag.Ignored(String what) -> {
                listener.onDropped();
                notice(what + " is ignored");
            }
            case FlvVideoTag.Unsupported(String codecName) -> unsupported("video", codecName);
        }
    }

    private void onVideoFrame(FlvVideoTag.Frame frame, long dtsMs) throws MediaParseException {
        try {
            var sample = video.onFrame(frame, dtsMs);
            brokenInARow = 0;
            gate.onTracks(video.track(), audio.track());
            if (sample.isPresent()) {
                gate.onSample(sample.get(), dtsMs);
            } else {
                listener.onDropped();
            }
        } catch (MediaParseException e) {
            listener.onDropped();
            notice("a broken video frame is dropped (" + e.getMessage() + ")");
            brokenInARow++;
            if (brokenInARow >= MAX_BROKEN_FRAMES_IN_A_ROW) {
                throw e;
            }
        }
    }

    private void onAudioTag(FlvAudioTag tag, long timestampMs) throws MediaParseException {
        switch (tag) {
            case FlvAudioTag.Config config -> {
                audio.onConfig(config);
                gate.onTracks(video.track(), audio.track());
            }
            case FlvAudioTag.Frame frame ->
                audio.onFrame(frame, timestampMs)
                        .ifPresentOrElse(sample -> gate.onSample(sample, timestampMs), listener::onDropped);
            case FlvAudioTag.EndOfSequence ignored -> {
                // A sequence header may follow; the end of the stream is said by a command.
            }
            case FlvAudioTag.Ignored(String what) -> {
                listener.onDropped();
                notice(what + " is ignored");
            }
            case FlvAudioTag.Unsupported(String codecName) -> unsupported("audio", codecName);
        }
    }

    private void unsupported(String kind, String codecName) {
        listener.onDropped();
        notice(kind + " in " + codecName + " is not supported, so the stream goes on without it");
    }

    private void notice(String text) {
        if (notices.size() < MAX_NOTICES && notices.add(text)) {
            listener.onNotice(text);
        }
    }
}
