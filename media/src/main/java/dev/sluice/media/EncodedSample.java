package dev.sluice.media;

import dev.sluice.media.io.Payload;

/**
 * One access unit of one track (a sample in ISO/IEC 14496-12). Immutable and shared freely between threads.
 *
 * <p>AVC and HEVC payloads are NAL units, each behind a 4-byte big-endian length, without parameter sets, access unit
 * delimiters or filler. AV1 payloads are a temporal unit of OBUs with size fields and without temporal delimiters. AAC
 * payloads are raw frames without ADTS headers.
 *
 * <p>There is no duration: a sample lasts until the DTS of the next sample of its track.
 *
 * @param trackId the id of the {@link Track} this belongs to
 * @param ptsTicks presentation time in the track's timescale; may be below the DTS by a negative composition offset
 * @param dtsTicks decode time in the track's timescale; strictly rising within a track
 * @param syncSample true when decoding can start here (an IDR picture; every audio sample)
 */
public record EncodedSample(int trackId, long ptsTicks, long dtsTicks, boolean syncSample, Payload payload) {}
