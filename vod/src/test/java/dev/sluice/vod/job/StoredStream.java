package dev.sluice.vod.job;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.AvcConfig;
import dev.sluice.media.codec.OpusParameters;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.cmaf.box.MovieBoxes;
import dev.sluice.packager.file.SegmentWriter;
import dev.sluice.vod.publish.TrackText;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A live stream as it is stored: 25 pictures a second, segments of two seconds, samples that are not decodable but
 * shaped like real ones.
 */
final class StoredStream {
    static final String ID = "stream";
    static final long SEGMENT_TICKS = 180_000;
    private static final long PICTURE_TICKS = 3_600;
    private static final long FRAME_TICKS = 1_024;
    private static final long SEGMENT_FRAMES = 94;
    private static final ObjectMetadata MP4 = new ObjectMetadata("video/mp4", "");

    static final Track AVC = avc("0142c00cffe100176742c00cda05067e7c0440000003004000000c83c50aa801000468ce0fc8");
    /** The same picture, another level. */
    static final Track OTHER_AVC = avc("0142c00dffe100176742c00dda05067e7c0440000003004000000c83c50aa801000468ce0fc8");

    static final Track AAC = Track.audio(
            new AacParameters(2, 48_000, 2, 1024, Payload.wrap(HexFormat.of().parseHex("1190"))));
    static final Track OPUS = Track.audio(
            new OpusParameters(2, 312, 960, Payload.wrap(HexFormat.of().parseHex("000201380000bb80000000"))));

    private final ObjectStore store;

    StoredStream(ObjectStore store) {
        this.store = store;
    }

    private static Track avc(String record) {
        try {
            return Track.video(AvcConfig.parse(Payload.wrap(HexFormat.of().parseHex(record))));
        } catch (MediaParseException e) {
            throw new AssertionError(e);
        }
    }

    /** An init segment that holds from a number on. */
    StoredStream init(String name, long number, Track track) throws ObjectStoreException {
        return put(name + "/init-" + number + ".mp4", Payload.wrap(MovieBoxes.initSegment(track)));
    }

    /** Segments from a number to before another, whose times go on from each to the next. */
    StoredStream pictures(String name, long from, long to, long startTicks) throws ObjectStoreException {
        for (long number = from; number < to; number++) {
            put(name + "/" + number + ".m4s", picture(startTicks + (number - from) * SEGMENT_TICKS));
        }
        return this;
    }

    /** As {@link #pictures}, of sound: 94 frames of AAC each. */
    StoredStream sound(String name, long from, long to, long startTicks) throws ObjectStoreException {
        for (long number = from; number < to; number++) {
            long start = startTicks + (number - from) * SEGMENT_FRAMES * FRAME_TICKS;
            List<EncodedSample> frames = new ArrayList<>();
            for (int i = 0; i < SEGMENT_FRAMES; i++) {
                frames.add(sample(Track.AUDIO_ID, start + i * FRAME_TICKS, true, 20));
            }
            long end = start + SEGMENT_FRAMES * FRAME_TICKS;
            put(
                    name + "/" + number + ".m4s",
                    SegmentWriter.write(AAC, frames, start, end, 1).payload());
        }
        return this;
    }

    /** What the packager stores of a time without samples. */
    StoredStream gap(String name, long number) throws ObjectStoreException {
        return put(name + "/" + number + ".m4s", Payload.wrap(new byte[24]));
    }

    StoredStream put(String name, Payload bytes) throws ObjectStoreException {
        store.put("live/" + ID + "/" + name, List.of(bytes), MP4);
        return this;
    }

    static Payload picture(long startTicks) {
        List<EncodedSample> pictures = new ArrayList<>();
        for (long at = 0; at < SEGMENT_TICKS; at += PICTURE_TICKS) {
            pictures.add(sample(Track.VIDEO_ID, startTicks + at, at == 0, at == 0 ? 400 : 60));
        }
        return SegmentWriter.write(AVC, pictures, startTicks, startTicks + SEGMENT_TICKS, 1)
                .payload();
    }

    private static EncodedSample sample(int track, long ticks, boolean sync, int sizeBytes) {
        return new EncodedSample(track, ticks, ticks, sync, Payload.wrap(new byte[sizeBytes]));
    }

    /** Tracks by the keys of the init segments that a rendition has. */
    static Map<String, TrackText> texts(RecordedObjects found, Map<String, Track> byName) {
        Map<String, TrackText> texts = new TreeMap<>();
        byName.forEach((name, track) -> texts.put("live/" + ID + "/" + name, TrackText.of(track)));
        texts.keySet()
                .retainAll(found.renditions().values().stream()
                        .flatMap(rendition -> rendition.inits().values().stream())
                        .map(ObjectRange::key)
                        .toList());
        return texts;
    }
}
