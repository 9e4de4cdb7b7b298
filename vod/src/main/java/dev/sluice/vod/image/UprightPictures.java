package dev.sluice.vod.image;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.FilterChain;
import dev.sluice.ffmpeg.codec.FilterSettings;
import dev.sluice.ffmpeg.codec.VideoFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single pictures turned, deinterlaced and tone-mapped as the plan says. One thread; the owner closes it. */
final class UprightPictures implements AutoCloseable {
    private final @Nullable FilterChain filters;

    UprightPictures(FilterSettings settings, NativeMemory memory) throws FfmpegException {
        this.filters = settings.isNeeded() ? new FilterChain(settings, memory) : null;
    }

    /** The caller owns the result, and goes on owning {@code decoded}. */
    VideoFrame upright(VideoFrame decoded) throws FfmpegException {
        FilterChain chain = filters;
        if (chain == null) {
            return decoded.share();
        }
        List<VideoFrame> made = new ArrayList<>();
        try {
            chain.filter(decoded, made::add);
            if (made.isEmpty()) {
                chain.drain(made::add);
            }
            if (made.isEmpty()) {
                throw new FfmpegException("filters made nothing of a picture");
            }
            return made.removeFirst();
        } finally {
            made.forEach(VideoFrame::close);
        }
    }

    @Override
    public void close() {
        if (filters != null) {
            filters.close();
        }
    }
}
