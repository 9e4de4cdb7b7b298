package dev.sluice.server.cli;

import dev.sluice.ffmpeg.file.AudioFacts;
import dev.sluice.ffmpeg.file.ContainerFacts;
import dev.sluice.ffmpeg.file.StreamFacts;
import dev.sluice.ffmpeg.file.SubtitleFacts;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is in a file, for people. */
final class SourceTable {
    private static final double TICKS_PER_SECOND = 90_000;
    private static final double BYTES_PER_MB = 1e6;

    private SourceTable() {}

    static String text(SourceDescription source, @Nullable SourceTimeline timeline) {
        ContainerFacts container = source.container();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, %.2f MB, %s%n%n",
                container.format(),
                container.sizeBytes() / BYTES_PER_MB,
                container.durationUs() == null
                        ? "duration not told"
                        : String.format(Locale.ROOT, "%.3f s", container.durationUs() / 1e6)));
        TextTable table = new TextTable("track", "kind", "codec", "what", "language", "title");
        int shown = source.chosenVideo().map(video -> video.stream().index()).orElse(-1);
        source.videoTracks()
                .forEach(video -> row(
                        table,
                        video.stream(),
                        video.stream().index() == shown ? "video, shown" : "video",
                        what(video)));
        source.audioTracks().forEach(audio -> row(table, audio.stream(), "audio", what(audio)));
        source.subtitleTracks().forEach(subtitle -> row(table, subtitle.stream(), "subtitles", what(subtitle)));
        text.append(table.text());
        if (timeline != null) {
            text.append(System.lineSeparator()).append(times(timeline));
        }
        return text.toString();
    }

    private static void row(TextTable table, StreamFacts stream, String kind, String what) {
        table.row(
                Integer.toString(stream.index()),
                kind,
                stream.codec() + (stream.profile() == null ? "" : " (" + stream.profile() + ")"),
                what + (stream.decodable() ? "" : ", cannot be decoded"),
                Objects.requireNonNullElse(stream.language(), ""),
                Objects.requireNonNullElse(stream.title(), ""));
    }

    private static String what(VideoFacts video) {
        List<String> parts = new ArrayList<>();
        parts.add(video.width() + "x" + video.height());
        if (video.attachedPicture()) {
            parts.add("cover picture");
        }
        if (video.averageFrameRate() != null) {
            parts.add(String.format(
                    Locale.ROOT, "%.5g pictures/s", video.averageFrameRate().toDouble()));
        }
        parts.add(video.bitDepth() + " bits");
        parts.add(video.dynamicRange().name().toLowerCase(Locale.ROOT) + " range");
        if (video.interlaced()) {
            parts.add("interlaced");
        }
        if (video.turn().swapsSides()) {
            parts.add("on its side");
        }
        return String.join(", ", parts);
    }

    private static String what(AudioFacts audio) {
        return audio.channelLayout() + ", " + audio.sampleRateHz() + " Hz";
    }

    private static String what(SubtitleFacts subtitle) {
        return subtitle.text() ? "text" : "pictures";
    }

    private static String times(SourceTimeline timeline) {
        TextTable table = new TextTable("track", "from, s", "to, s", "what");
        SourceTimeline.VideoTimes video = timeline.video();
        if (video != null) {
            table.row(
                    Integer.toString(video.streamIndex()),
                    seconds(video.firstTicks()),
                    seconds(video.endTicks()),
                    video.pictures() + " pictures, " + video.keyFrames() + " key frames, longest stand "
                            + seconds(video.largestGapTicks()) + " s");
        }
        for (SourceTimeline.AudioTimes audio : timeline.audio()) {
            table.row(
                    Integer.toString(audio.streamIndex()),
                    seconds(audio.firstTicks()),
                    seconds(audio.endTicks()),
                    audio.packets() + " packets");
        }
        String damage = timeline.damagedPackets() == 0 ? "" : timeline.damagedPackets() + " packets are damaged.%n";
        String cut = timeline.truncated() ? "The file ends before it should.%n" : "";
        return table.text() + String.format(Locale.ROOT, damage + cut);
    }

    private static String seconds(long ticks) {
        return String.format(Locale.ROOT, "%.3f", ticks / TICKS_PER_SECOND);
    }
}
