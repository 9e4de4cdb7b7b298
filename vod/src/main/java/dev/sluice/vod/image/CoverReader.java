package dev.sluice.vod.image;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.JpegEncoder;
import dev.sluice.ffmpeg.codec.PacketDecoder;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.media.io.Payload;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The cover picture of a sound file, decoded and encoded anew. Safe for any thread. */
public final class CoverReader {
    private final SourceLimits limits;

    public CoverReader(SourceLimits limits) {
        this.limits = limits;
    }

    /** The one to take, when there is any that can be decoded. */
    public static Optional<VideoFacts> cover(SourceDescription source) {
        return source.videoTracks().stream()
                .filter(video -> video.attachedPicture() && video.stream().decodable())
                .findFirst();
    }

    /**
     * @return a JPEG; empty when it cannot be decoded
     * @throws IOException what the input threw
     * @throws java.util.concurrent.CancellationException when told to stop
     */
    public Optional<Payload> read(SeekableInput input, VideoFacts cover, TimeBudget budget)
            throws IOException, FfmpegException, RefusedSourceException {
        NativeMemory memory = new NativeMemory("cover");
        List<VideoFrame> made = new ArrayList<>();
        int stream = cover.stream().index();
        try (MediaFile file = SourceProbe.open(input, limits, memory);
                PacketDecoder decoder = file.decoder(stream)) {
            file.select(Set.of(stream));
            FilePacket packet = budget.isSpent() ? null : file.read();
            if (packet == null) {
                return Optional.empty();
            }
            file.decodeVideo(decoder, packet, made::add);
            decoder.drainVideo(made::add);
            if (made.isEmpty()) {
                return Optional.empty();
            }
            VideoFrame picture = made.getFirst();
            PictureSize size = PictureSize.within(picture.width(), picture.height(), PosterMaker.LONGEST_SIDE);
            return Optional.of(JpegEncoder.encode(picture, size.width(), size.height(), memory));
        } finally {
            made.forEach(VideoFrame::close);
        }
    }
}
