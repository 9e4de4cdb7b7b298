package dev.sluice.rtmp.session;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.Av1Config;
import dev.sluice.media.codec.Av1Obus;
import dev.sluice.media.codec.AvcConfig;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.HevcConfig;
import dev.sluice.media.codec.HevcParameters;
import dev.sluice.media.codec.NalCodec;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.codec.Vp9Config;
import dev.sluice.media.codec.Vp9Frames;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.flv.FlvVideoTag;
import dev.sluice.rtmp.flv.VideoCodec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the sequence headers and frames of the video track into parameters and samples: 4-byte lengths, parameter sets
 * taken out of the frames, sync samples by what the bitstream says. Parameters may change with a sequence header or
 * inside a frame; the owner compares {@link #track()} after each call.
 *
 * <p>Not thread-safe: owned by the connection's event loop.
 */
final class VideoTrackReader {
    private @Nullable VideoCodec codec;
    private @Nullable VideoParameters parameters;
    private @Nullable Track track;
    private int nalLengthSizeBytes = NalUnits.LENGTH_SIZE_BYTES;
    /** The vpcC of VP9, which says nothing of the picture: that waits for a key frame. */
    private @Nullable Payload vp9Config;

    @Nullable
    Track track() {
        return track;
    }

    /** @throws MediaParseException when the record is broken or asks for something unsupported */
    void onConfig(FlvVideoTag.Config config) throws MediaParseException {
        Payload record = config.record();
        switch (config.codec()) {
            case AVC -> {
                VideoParameters parsed = AvcConfig.parse(record);
                nalLengthSizeBytes = AvcConfig.nalLengthSizeBytes(record);
                adopt(parsed);
            }
            case HEVC -> {
                VideoParameters parsed = HevcConfig.parse(record);
                nalLengthSizeBytes = HevcConfig.nalLengthSizeBytes(record);
                adopt(parsed);
            }
            case AV1 -> adopt(Av1Config.parse(record));
            case VP9 -> {
                vp9Config = record;
                if (codec != VideoCodec.VP9) {
                    parameters = null;
                }
            }
        }
        codec = config.codec();
    }

    /**
     * The sample of a frame, or nothing while its parameters are unknown or when nothing of it stays.
     *
     * @throws MediaParseException when the frame is broken; the track goes on with the next
     */
    Optional<EncodedSample> onFrame(FlvVideoTag.Frame frame, long dtsMs) throws MediaParseException {
        if (frame.codec() != codec || frame.data().isEmpty()) {
            return Optional.empty();
        }
        Payload payload =
                switch (frame.codec()) {
                    case AVC -> nalPayload(NalCodec.AVC, frame.data());
                    case HEVC -> nalPayload(NalCodec.HEVC, frame.data());
                    case AV1 -> Av1Obus.stripTemporalDelimiters(frame.data());
                    case VP9 -> vp9Payload(frame.data());
                };
        if (payload.isEmpty() || parameters == null) {
            return Optional.empty();
        }
        long dtsTicks = Timescale.MILLISECONDS.rescale(dtsMs, Timescale.VIDEO);
        long ptsTicks = Timescale.MILLISECONDS.rescale(dtsMs + frame.compositionTimeMs(), Timescale.VIDEO);
        boolean sync = isSync(frame, payload);
        return Optional.of(new EncodedSample(Track.VIDEO_ID, ptsTicks, dtsTicks, sync, payload));
    }

    private static boolean isSync(FlvVideoTag.Frame frame, Payload payload) throws MediaParseException {
        return switch (frame.codec()) {
            case AVC -> NalUnits.containsAvcIdr(payload);
            case HEVC -> NalUnits.containsHevcIrap(payload);
            case AV1 -> Av1Obus.isKeyFrame(payload);
            case VP9 -> Vp9Frames.isKeyFrame(payload);
        };
    }

    private Payload nalPayload(NalCodec nalCodec, Payload data) throws MediaParseException {
        Payload canonical = NalUnits.toCanonical(nalCodec, data, nalLengthSizeBytes);
        boolean sameLengths = nalLengthSizeBytes == NalUnits.LENGTH_SIZE_BYTES;
        if (!sameLengths || canonical.sizeBytes() < data.sizeBytes()) {
            List<Payload> sets = NalUnits.parameterSets(nalCodec, data, nalLengthSizeBytes);
            adoptInBand(nalCodec, sets);
        }
        return canonical;
    }

    /** In-band sets replace the sets of the same kind; a kind that the frame does not carry stays as it was. */
    private void adoptInBand(NalCodec nalCodec, List<Payload> sets) throws MediaParseException {
        if (sets.isEmpty()) {
            return;
        }
        switch (parameters) {
            case AvcParameters avc -> {
                List<Payload> sps = ofType(nalCodec, sets, AVC_SPS, avc.sequenceParameterSets());
                List<Payload> pps = ofType(nalCodec, sets, AVC_PPS, avc.pictureParameterSets());
                if (!sps.equals(avc.sequenceParameterSets()) || !pps.equals(avc.pictureParameterSets())) {
                    adopt(AvcConfig.fromParameterSets(sps, pps));
                }
            }
            case HevcParameters hevc -> {
                List<Payload> known = hevc.parameterSets();
                List<Payload> vps = ofType(nalCodec, sets, HEVC_VPS, ofType(nalCodec, known, HEVC_VPS, List.of()));
                List<Payload> sps = ofType(nalCodec, sets, HEVC_SPS, ofType(nalCodec, known, HEVC_SPS, List.of()));
                List<Payload> pps = ofType(nalCodec, sets, HEVC_PPS, ofType(nalCodec, known, HEVC_PPS, List.of()));
                adopt(HevcConfig.fromParameterSets(vps, sps, pps));
            }
            case null, default -> {
                // The other codecs have no parameter sets, and frames before the sequence header are dropped.
            }
        }
    }

    private static final int AVC_SPS = 7;
    private static final int AVC_PPS = 8;
    private static final int HEVC_VPS = 32;
    private static final int HEVC_SPS = 33;
    private static final int HEVC_PPS = 34;

    private static List<Payload> ofType(NalCodec nalCodec, List<Payload> sets, int type, List<Payload> otherwise) {
        List<Payload> found = sets.stream()
                .filter(set -> nalCodec.unitType(set.byteAt(0)) == type)
                .distinct()
                .toList();
        return found.isEmpty() ? otherwise : found;
    }

    private Payload vp9Payload(Payload data) throws MediaParseException {
        Payload config = vp9Config;
        Optional<VideoFormat> format = Vp9Frames.keyFrameFormat(data);
        if (format.isPresent()) {
            adopt(config == null ? Vp9Config.fromKeyFrame(data) : Vp9Config.parse(config, format.get()));
        }
        return data;
    }

    private void adopt(VideoParameters next) {
        if (!next.equals(parameters)) {
            parameters = next;
            track = Track.video(next);
        }
    }
}
