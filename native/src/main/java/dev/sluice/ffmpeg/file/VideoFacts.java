package dev.sluice.ffmpeg.file;

import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.codec.PictureTurn;
import dev.sluice.ffmpeg.codec.VideoColour;
import dev.sluice.media.codec.Rational;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of a video stream.
 *
 * @param width and {@code height}: as stored, before it is turned
 * @param averageFrameRate pictures by time, null when unknown
 * @param steadyFrameRate the lowest rate on whose grid all times lie, null when unknown
 * @param interlaced whether the stream calls its pictures made of two fields
 * @param pixelFormat FFmpeg's name, null when unknown
 * @param attachedPicture a cover image instead of moving pictures
 */
public record VideoFacts(
        StreamFacts stream,
        int width,
        int height,
        Rational sampleAspectRatio,
        PictureTurn turn,
        @Nullable Rational averageFrameRate,
        @Nullable Rational steadyFrameRate,
        boolean interlaced,
        @Nullable String pixelFormat,
        int bitDepth,
        VideoColour colour,
        DynamicRange dynamicRange,
        boolean attachedPicture) {}
