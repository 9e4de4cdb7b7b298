package dev.sluice.server.e2e;

import java.util.ArrayList;
import java.util.List;

/** Short sources of many kinds, each as Debian's ffmpeg makes it, with what must become of it. */
final class CorpusRecipes {
    static final String READY = "ready";

    static final String PICTURES = "-f lavfi -i testsrc2=size=160x120:rate=25";
    static final String SOUND = "-f lavfi -i sine=sample_rate=48000";
    static final String BOTH = PICTURES + " " + SOUND;
    static final String X264 = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25";

    /**
     * One source.
     *
     * @param arguments of ffmpeg before {@code FILE}, with blanks between them, {@code DIR} standing for the folder of
     *     the sources; three seconds unless they say {@code -t}
     * @param expected {@link #READY}, or a pattern of the code that it is refused with
     */
    record Recipe(String file, String arguments, String expected) {}

    private CorpusRecipes() {}

    static List<Recipe> all() {
        List<Recipe> recipes = new ArrayList<>();
        containersAndCodecs(recipes);
        pictures(recipes);
        times(recipes);
        sound(recipes);
        tracks(recipes);
        recipes.addAll(UploadRecipes.all());
        return recipes;
    }

    private static void containersAndCodecs(List<Recipe> to) {
        ready(to, "h264-aac.mp4", BOTH + X264 + " -c:a aac");
        ready(to, "h264-aac-faststart.mp4", BOTH + X264 + " -c:a aac -movflags +faststart");
        ready(to, "h264-aac-fragments.mp4", BOTH + X264 + " -c:a aac -movflags frag_keyframe+empty_moov");
        ready(to, "h264-pcm.mov", BOTH + X264 + " -c:a pcm_s16le");
        ready(to, "h264-flac.mkv", BOTH + X264 + " -c:a flac");
        ready(to, "h264-ac3.ts", BOTH + X264 + " -c:a ac3");
        ready(to, "h264-aac.flv", BOTH + X264 + " -ar 44100 -c:a aac");
        ready(to, "mpeg4-mp3.avi", BOTH + " -c:v mpeg4 -c:a libmp3lame");
        ready(to, "mjpeg.avi", PICTURES + " -c:v mjpeg");
        ready(to, "mpeg2-mp2.mpg", BOTH + " -c:v mpeg2video -c:a mp2");
        ready(to, "vp8-vorbis.webm", BOTH + " -c:v libvpx -deadline realtime -c:a libvorbis");
        ready(to, "vp9-opus.webm", BOTH + " -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus");
        ready(to, "hevc-aac.mp4", BOTH + " -c:v libx265 -preset ultrafast -x265-params log-level=none -c:a aac");
        ready(to, "prores.mov", PICTURES + " -c:v prores_ks");
        ready(to, "h263.3gp", "-f lavfi -i testsrc2=size=176x144:rate=15 -c:v h263");
    }

    private static void pictures(List<Recipe> to) {
        ready(to, "rotated.mov", BOTH + X264 + " -metadata:s:v rotate=90");
        ready(to, "odd-size.mkv", "-f lavfi -i testsrc2=size=161x121:rate=25 -c:v libx264 -pix_fmt yuv444p");
        ready(to, "tiny.mp4", "-f lavfi -i testsrc2=size=16x16:rate=25" + X264);
        ready(to, "wide.mp4", "-f lavfi -i testsrc2=size=640x64:rate=25" + X264);
        ready(to, "anamorphic.mp4", PICTURES + " -vf setsar=16/11" + X264);
        ready(to, "interlaced.ts", PICTURES + " -vf tinterlace=interleave_top,setfield=tff -flags +ildct+ilme" + X264);
        ready(to, "full-range.mp4", PICTURES + " -c:v libx264 -pix_fmt yuvj420p");
        ready(to, "ten-bits.mkv", PICTURES + " -c:v libx264 -pix_fmt yuv420p10le");
        ready(to, "grey.mkv", PICTURES + " -c:v libx264 -pix_fmt gray");
        ready(to, "rgb.mkv", PICTURES + " -c:v libx264rgb -pix_fmt rgb24");
        ready(to, "alpha.webm", PICTURES + " -c:v libvpx -deadline realtime -auto-alt-ref 0 -pix_fmt yuva420p");
        String bt2020 = " -color_primaries bt2020 -colorspace bt2020nc -color_trc ";
        String tenBits = PICTURES + " -pix_fmt yuv420p10le -c:v libx265 -preset ultrafast -x265-params log-level=none";
        ready(to, "hdr10.mp4", tenBits + bt2020 + "smpte2084");
        ready(to, "hlg.mp4", tenBits + bt2020 + "arib-std-b67");
        to.add(new Recipe("8192x8192.mkv", "-f lavfi -i color=size=8192x8192:rate=1 -c:v mjpeg", "picture_too_large"));
        ready(to, "b-pyramid.mp4", PICTURES + X264 + " -bf 7 -x264-params b-pyramid=normal:b-adapt=0");
        ready(to, "open-gop.mp4", PICTURES + X264 + " -bf 3 -x264-params open-gop=1:b-adapt=0");
    }

    private static void times(List<Recipe> to) {
        ready(to, "variable-rate.mkv", PICTURES + " -vf select=mod(n\\,7)*mod(n\\,5) -vsync vfr" + X264);
        ready(to, "240-per-second.mp4", "-f lavfi -i testsrc2=size=160x120:rate=240" + X264);
        ready(to, "one-per-second.mp4", "-f lavfi -i testsrc2=size=160x120:rate=1" + X264);
        ready(to, "one-picture.mp4", PICTURES + X264 + " -frames:v 1");
        ready(to, "late-sound.mkv", PICTURES + " -itsoffset 1 " + SOUND + X264 + " -c:a aac");
        ready(to, "late-pictures.mkv", SOUND + " -itsoffset 1 " + PICTURES + " -c:a aac" + X264);
        ready(
                to,
                "sound-before-zero.mp4",
                "-i DIR/h264-aac.mp4 -itsoffset -0.3 -i DIR/h264-aac-faststart.mp4 -map 0:v -map 1:a -c copy");
        ready(to, "far-from-zero.ts", BOTH + X264 + " -c:a aac -output_ts_offset 40000");
        to.add(new Recipe(
                "six-hour-gap.mkv",
                "-f lavfi -t 3 -i testsrc2=size=160x120:rate=25 -vf setpts=if(gt(N\\,25)\\,PTS+21600/TB\\,PTS) -vsync vfr"
                        + X264,
                "timeline_gap"));
    }

    private static void sound(List<Recipe> to) {
        ready(to, "surround.mp4", PICTURES + " -f lavfi -i anoisesrc=r=48000,pan=5.1|c0=c0" + X264 + " -c:a aac");
        ready(to, "mono-8-khz.mp4", PICTURES + " -f lavfi -i sine=sample_rate=8000" + X264 + " -c:a aac");
        ready(to, "96-khz.mkv", PICTURES + " -f lavfi -i sine=sample_rate=96000" + X264 + " -c:a flac");
        ready(to, "no-sound.mp4", PICTURES + X264);
        ready(to, "sound.m4a", SOUND + " -c:a aac");
        ready(to, "sound.mp3", SOUND + " -c:a libmp3lame");
        ready(to, "sound.wav", SOUND + " -c:a pcm_s24le");
        ready(to, "sound.flac", SOUND + " -c:a flac");
        ready(to, "sound.ogg", SOUND + " -c:a libopus");
        ready(to, "cover.mp3", BOTH + " -map 1:a -map 0:v -frames:v 1 -c:v png -c:a libmp3lame");
    }

    private static void tracks(List<Recipe> to) {
        ready(
                to,
                "stills-beside.mp4",
                PICTURES + " -f lavfi -i testsrc2=size=320x240:rate=1 -map 0:v -map 1:v -disposition default" + X264);
        ready(to, "unknown-sound.mkv", BOTH + X264 + " -ar 16000 -c:a g722");
        ready(to, "two-pictures.mkv", PICTURES + " " + PICTURES + " -map 0:v -map 1:v" + X264);
        ready(to, "three-sounds.mkv", BOTH + " -map 0:v" + " -map 1:a".repeat(3) + X264 + " -c:a aac");
        to.add(new Recipe("20-sounds.mkv", SOUND + " -map 0:a".repeat(20) + " -c:a pcm_s16le", "too_many_tracks"));
        to.add(new Recipe("200-tracks.mkv", SOUND + " -map 0:a".repeat(200) + " -c:a pcm_s16le", "too_many_tracks"));
        to.add(new Recipe(
                "encrypted.mp4",
                PICTURES + X264 + " -encryption_scheme cenc-aes-ctr -encryption_key "
                        + "76a6c65c5ea762046bd749a2e632ccbb" + " -encryption_kid a7e61c373e219033c21091fa607bf3b8",
                "encrypted"));
    }

    private static void ready(List<Recipe> to, String file, String arguments) {
        to.add(new Recipe(file, arguments, READY));
    }
}
