package dev.sluice.ffmpeg.format;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AacConfig;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.Av1Config;
import dev.sluice.media.codec.AvcConfig;
import dev.sluice.media.codec.CodecParameters;
import dev.sluice.media.codec.HevcConfig;
import dev.sluice.media.codec.NalCodec;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.codec.OpusConfig;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.codec.Vp9Config;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a file and how its packets become samples.
 *
 * @param streamIndex in the file
 * @param nalCodec null when the payload is not made of NAL units
 * @param lengthSizeBytes of the NAL units in the file; zero for start codes
 */
record DemuxedTrack(int streamIndex, Track track, @Nullable NalCodec nalCodec, int lengthSizeBytes) {
    private static final int START_CODES = 0;

    /**
     * @return null for a stream of a codec or kind that Sluice does not take
     * @throws FfmpegException when the codec configuration is malformed
     */
    static @Nullable DemuxedTrack of(int streamIndex, AVStream stream) throws FfmpegException {
        AVCodecParameters parameters = stream.codecpar();
        byte[] bytes = new byte[parameters.extradata_size()];
        if (bytes.length > 0) {
            parameters.extradata().get(bytes);
        }
        try {
            return of(streamIndex, parameters, Payload.wrap(bytes));
        } catch (MediaParseException e) {
            FfmpegException failure = new FfmpegException("stream " + streamIndex + ": " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private static @Nullable DemuxedTrack of(int streamIndex, AVCodecParameters parameters, Payload extradata)
            throws MediaParseException {
        int codecId = parameters.codec_id();
        if (codecId == avcodec.AV_CODEC_ID_H264) {
            return avc(streamIndex, extradata);
        } else if (codecId == avcodec.AV_CODEC_ID_HEVC) {
            return hevc(streamIndex, extradata);
        } else if (codecId == avcodec.AV_CODEC_ID_AV1) {
            return plain(streamIndex, Av1Config.parse(extradata));
        } else if (codecId == avcodec.AV_CODEC_ID_VP9 && !extradata.isEmpty()) {
            VideoFormat format = new VideoFormat(parameters.width(), parameters.height(), Rational.ONE, null);
            return plain(streamIndex, Vp9Config.parse(extradata, format));
        } else if (codecId == avcodec.AV_CODEC_ID_AAC && !extradata.isEmpty()) {
            return plain(streamIndex, AacConfig.parse(extradata));
        } else if (codecId == avcodec.AV_CODEC_ID_OPUS && !extradata.isEmpty()) {
            return plain(streamIndex, OpusConfig.fromOpusHead(extradata));
        }
        return null;
    }

    Payload samplePayload(Payload packet) throws MediaParseException {
        if (nalCodec == null) {
            return packet;
        }
        return lengthSizeBytes == START_CODES
                ? NalUnits.toCanonical(nalCodec, NalUnits.fromAnnexB(packet), NalUnits.LENGTH_SIZE_BYTES)
                : NalUnits.toCanonical(nalCodec, packet, lengthSizeBytes);
    }

    private static DemuxedTrack plain(int streamIndex, CodecParameters codec) {
        return new DemuxedTrack(streamIndex, track(streamIndex, codec), null, 0);
    }

    private static DemuxedTrack avc(int streamIndex, Payload extradata) throws MediaParseException {
        if (!hasStartCode(extradata)) {
            return new DemuxedTrack(
                    streamIndex,
                    track(streamIndex, AvcConfig.parse(extradata)),
                    NalCodec.AVC,
                    AvcConfig.nalLengthSizeBytes(extradata));
        }
        List<List<Payload>> sets = parameterSets(NalCodec.AVC, extradata, 7, 8);
        return new DemuxedTrack(
                streamIndex,
                track(streamIndex, AvcConfig.fromParameterSets(sets.get(0), sets.get(1))),
                NalCodec.AVC,
                START_CODES);
    }

    private static DemuxedTrack hevc(int streamIndex, Payload extradata) throws MediaParseException {
        if (!hasStartCode(extradata)) {
            return new DemuxedTrack(
                    streamIndex,
                    track(streamIndex, HevcConfig.parse(extradata)),
                    NalCodec.HEVC,
                    HevcConfig.nalLengthSizeBytes(extradata));
        }
        List<List<Payload>> sets = parameterSets(NalCodec.HEVC, extradata, 32, 33, 34);
        return new DemuxedTrack(
                streamIndex,
                track(streamIndex, HevcConfig.fromParameterSets(sets.get(0), sets.get(1), sets.get(2))),
                NalCodec.HEVC,
                START_CODES);
    }

    private static List<List<Payload>> parameterSets(NalCodec codec, Payload byteStream, int... unitTypes) {
        List<Payload> units = NalUnits.splitAnnexB(byteStream);
        List<List<Payload>> sets = new ArrayList<>();
        for (int type : unitTypes) {
            sets.add(units.stream()
                    .filter(unit -> codec.unitType(unit.byteAt(0)) == type)
                    .toList());
        }
        return sets;
    }

    private static boolean hasStartCode(Payload extradata) {
        return extradata.sizeBytes() >= 4 && extradata.byteAt(0) == 0 && extradata.byteAt(1) == 0;
    }

    private static Track track(int streamIndex, CodecParameters codec) {
        Timescale clock = codec instanceof VideoParameters
                ? Timescale.VIDEO
                : new Timescale(((AudioParameters) codec).sampleRateHz());
        return new Track(streamIndex + 1, codec, clock);
    }
}
