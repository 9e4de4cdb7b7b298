package dev.sluice.vod.preview;

import dev.sluice.engine.asset.SourceFacts;
import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.codec.PictureTurn;
import dev.sluice.ffmpeg.codec.VideoColour;
import dev.sluice.ffmpeg.file.AudioFacts;
import dev.sluice.ffmpeg.file.ContainerFacts;
import dev.sluice.ffmpeg.file.StreamFacts;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.media.codec.Rational;
import dev.sluice.vod.source.SourceDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file that is only told of, as if it were a plain MP4 of H.264 and AAC. */
final class ToldSource {
    private static final int RATE_DENOMINATOR = 1001;
    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final int BITS = 8;
    private static final int MANY_BITS = 10;

    private ToldSource() {}

    static SourceDescription of(SourceFacts facts) {
        List<VideoFacts> video = new ArrayList<>();
        if (facts.width() > 0) {
            video.add(video(facts));
        }
        List<AudioFacts> audio = new ArrayList<>();
        for (int channels : facts.audioChannels()) {
            int index = video.size() + audio.size();
            audio.add(new AudioFacts(stream(index, "aac"), SAMPLE_RATE_HZ, channels, channels + " channels"));
        }
        ContainerFacts container =
                new ContainerFacts("mp4", /* sizeBytes= */ 0, 0L, facts.durationUs(), 0, Map.of(), List.of());
        return new SourceDescription(container, video, audio, List.of());
    }

    private static VideoFacts video(SourceFacts facts) {
        int numerator = Math.max(1, Math.toIntExact(Math.round(facts.frameRate() * RATE_DENOMINATOR)));
        Rational rate = new Rational(numerator, RATE_DENOMINATOR);
        boolean high = facts.highDynamicRange();
        return new VideoFacts(
                stream(0, "h264"),
                facts.width(),
                facts.height(),
                Rational.ONE,
                PictureTurn.NONE,
                rate,
                rate,
                facts.interlaced(),
                high ? "yuv420p10le" : "yuv420p",
                high ? MANY_BITS : BITS,
                VideoColour.UNSPECIFIED,
                high ? DynamicRange.PQ : DynamicRange.STANDARD,
                /* attachedPicture= */ false);
    }

    private static StreamFacts stream(int index, String codec) {
        return new StreamFacts(
                index,
                codec,
                /* profile= */ null,
                /* decodable= */ true,
                /* language= */ null,
                /* title= */ null,
                /* isDefault= */ index <= 1,
                /* forced= */ false,
                /* startUs= */ 0L,
                /* durationUs= */ null,
                /* bitrateBps= */ 0);
    }
}
