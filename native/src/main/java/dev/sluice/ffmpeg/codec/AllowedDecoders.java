package dev.sluice.ffmpeg.codec;

import java.util.List;

/**
 * The decoders that are opened for files, by FFmpeg's names, in order of preference where several know a codec. What
 * people record and keep is here; what only researchers and attackers send is not.
 */
public final class AllowedDecoders {
    public static final List<String> VIDEO = List.of(
            "h264",
            "hevc",
            "libdav1d",
            "libaom-av1",
            "vp9",
            "vp8",
            "mpeg4",
            "msmpeg4",
            "msmpeg4v2",
            "mpeg2video",
            "mpeg1video",
            "h263",
            "h263p",
            "flv",
            "vp6",
            "vp6a",
            "vp6f",
            "mjpeg",
            "prores",
            "dnxhd",
            "cfhd",
            "dvvideo",
            "theora",
            "wmv1",
            "wmv2",
            "wmv3",
            "vc1",
            "svq3",
            "ffv1",
            "rawvideo");

    public static final List<String> AUDIO = List.of(
            "aac",
            "aac_latm",
            "mp3float",
            "mp2float",
            "mp1float",
            "opus",
            "libopus",
            "vorbis",
            "flac",
            "alac",
            "ac3",
            "eac3",
            "dca",
            "truehd",
            "mlp",
            "amrnb",
            "amrwb",
            "wmav1",
            "wmav2",
            "wmapro",
            "wmalossless",
            "speex",
            "nellymoser",
            "pcm_u8",
            "pcm_s8",
            "pcm_s16le",
            "pcm_s16be",
            "pcm_s24le",
            "pcm_s24be",
            "pcm_s32le",
            "pcm_s32be",
            "pcm_s64le",
            "pcm_f32le",
            "pcm_f32be",
            "pcm_f64le",
            "pcm_f64be",
            "pcm_alaw",
            "pcm_mulaw",
            "pcm_bluray",
            "pcm_dvd",
            "adpcm_ima_wav",
            "adpcm_ima_qt",
            "adpcm_ms",
            "adpcm_swf");

    private AllowedDecoders() {}
}
