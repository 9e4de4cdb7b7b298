package dev.sluice.server.e2e;

import static dev.sluice.server.e2e.CorpusRecipes.BOTH;
import static dev.sluice.server.e2e.CorpusRecipes.PICTURES;
import static dev.sluice.server.e2e.CorpusRecipes.SOUND;
import static dev.sluice.server.e2e.CorpusRecipes.X264;

import dev.sluice.server.e2e.CorpusRecipes.Recipe;
import java.util.ArrayList;
import java.util.List;

/**
 * What telephones, cameras, recorders and old programs make of the same pictures and sound. {@code DIR} is the folder
 * that the recipes before have filled.
 */
final class UploadRecipes {
    private static final String SURROUND = " -f lavfi -i anoisesrc=r=48000,pan=5.1|c0=c0|c3=c0";
    private static final String FIELDS = " -vf tinterlace=interleave_top,setfield=tff -flags +ildct+ilme";
    private static final String FORMAT_REFUSED = "format_not_supported";

    private UploadRecipes() {}

    static List<Recipe> all() {
        List<Recipe> recipes = new ArrayList<>();
        telephones(recipes);
        cameras(recipes);
        programs(recipes);
        soundFiles(recipes);
        olderCodecs(recipes);
        times(recipes);
        refusals(recipes);
        return recipes;
    }

    private static void telephones(List<Recipe> to) {
        ready(
                to,
                "phone.mov",
                BOTH + " -vf select=mod(n\\,7)*mod(n\\,5) -vsync vfr" + X264
                        + " -c:a aac -metadata:s:v rotate=270 -metadata location=+48.1374+011.5755/");
        ready(to, "film.3g2", BOTH + X264 + " -c:a aac");
        ready(to, "empty-edit.mp4", "-itsoffset 0.7 " + PICTURES + " " + SOUND + X264 + " -c:a aac");
        ready(to, "empty-edit-of-sound.mov", PICTURES + " -itsoffset 0.7 " + SOUND + X264 + " -c:a aac");
        to.add(new Recipe("trimmed.mp4", "-ss 0.52 -i DIR/h264-aac.mp4 -c copy", CorpusRecipes.READY));
        ready(
                to,
                "fragment-per-picture.mp4",
                BOTH + X264 + " -c:a aac -movflags frag_every_frame+empty_moov+skip_trailer+default_base_moof");
        ready(to, "hevc-12-bits.mp4", PICTURES + " -c:v libx265 -x265-params log-level=none -pix_fmt yuv420p12le");
    }

    private static void cameras(List<Recipe> to) {
        ready(to, "film.m2ts", BOTH + X264 + " -c:a ac3 -mpegts_m2ts_mode 1 -f mpegts");
        ready(to, "avchd.mts", BOTH + FIELDS + X264 + " -c:a ac3 -mpegts_m2ts_mode 1 -f mpegts");
        ready(to, "surround.ts", PICTURES + SURROUND + X264 + " -c:a ac3");
        ready(to, "surround-aac.ts", PICTURES + SURROUND + X264 + " -c:a aac");
        ready(to, "opus.ts", BOTH + X264 + " -c:a libopus");
        ready(to, "fields.ts", BOTH + FIELDS + " -c:v mpeg2video -c:a mp2");
        String film = "-f lavfi -i testsrc2=size=160x120:rate=24000/1001 " + SOUND;
        ready(to, "telecine.vob", film + " -vf telecine -c:v mpeg2video -flags +ildct+ilme -c:a ac3 -f vob");
        ready(to, "pcm.vob", BOTH + " -c:v mpeg2video -c:a pcm_s16be -f vob");
        ready(to, "film.mxf", "-f lavfi -i testsrc2=size=720x576:rate=25 " + SOUND + " -c:v mpeg2video -c:a pcm_s16le");
        ready(to, "film.dv", BOTH + " -target pal-dv");
        ready(to, "timecode.mov", BOTH + X264 + " -c:a pcm_s16le -timecode 01:00:00:00");
        ready(to, "sixteen-channels.mov", BOTH + X264 + " -ac 16 -c:a pcm_s24le");
    }

    private static void programs(List<Recipe> to) {
        ready(to, "chapters.mp4", BOTH + " -i DIR/chapters.ffmeta" + X264 + " -c:a aac -map_metadata 2");
        ready(to, "mov-text.mp4", BOTH + " -i DIR/subtitles.srt" + X264 + " -c:a aac -c:s mov_text");
        ready(
                to,
                "cover.m4v",
                BOTH + " -f lavfi -i color=size=64x64 -map 0:v -map 1:a -map 2:v" + X264
                        + " -c:a aac -c:v:1 mjpeg -frames:v:1 1 -disposition:v:1 attached_pic -f mp4");
        ready(
                to,
                "fonts.mkv",
                BOTH + " -i DIR/subtitles.srt" + X264
                        + " -c:a aac -c:s ass -attach DIR/font.ttf -metadata:s:t mimetype=application/x-truetype-font");
        ready(to, "film.wmv", BOTH + " -c:v wmv2 -c:a wmav2");
        ready(to, "film.asf", BOTH + " -c:v wmv1 -c:a wmav1");
        ready(to, "film.ogv", BOTH + " -c:v libtheora -c:a libvorbis");
        ready(to, "film.ivf", PICTURES + " -c:v libvpx -deadline realtime");
        ready(to, "film.y4m", PICTURES);
        ready(to, "packed.avi", BOTH + " -c:v libxvid -bf 2 -c:a libmp3lame");
        ready(to, "h264.avi", BOTH + X264 + " -bf 2 -c:a libmp3lame");
        ready(to, "dnxhr.mov", PICTURES + " -vf scale=256:120 -c:v dnxhd -profile:v dnxhr_sq -pix_fmt yuv422p");
        ready(to, "cineform.mov", PICTURES + " -vf scale=160:128 -c:v cfhd -pix_fmt yuv422p10");
        ready(to, "av1.mp4", PICTURES + " -c:v libaom-av1 -cpu-used 8 -usage realtime");
    }

    private static void soundFiles(List<Recipe> to) {
        ready(to, "sound.aac", SOUND + " -c:a aac");
        ready(to, "sound.wma", SOUND + " -c:a wmav2");
        ready(to, "sound.aiff", SOUND);
        ready(to, "sound.caf", SOUND);
        ready(to, "sound.au", SOUND);
        ready(to, "sound.wv", SOUND);
        ready(to, "sound.tta", SOUND);
        ready(to, "sound.spx", SOUND + " -ar 16000 -c:a libspeex");
        ready(to, "sound.dts", SOUND + " -strict -2 -c:a dca");
        ready(to, "alac.m4a", SOUND + " -c:a alac");
        ready(to, "gsm.wav", SOUND + " -ar 8000 -ac 1 -c:a libgsm_ms");
        ready(to, "adpcm.wav", SOUND + " -c:a adpcm_ms");
    }

    private static void olderCodecs(List<Recipe> to) {
        ready(to, "qtrle.mov", PICTURES + " -c:v qtrle");
        ready(to, "svq1.mov", PICTURES + " -c:v svq1");
        ready(to, "cinepak.avi", PICTURES + " -c:v cinepak");
        ready(to, "huffyuv.avi", PICTURES + " -c:v huffyuv");
        ready(to, "utvideo.avi", PICTURES + " -c:v utvideo");
        ready(to, "msmpeg4v2.avi", BOTH + " -c:v msmpeg4v2 -c:a libmp3lame");
        ready(to, "flv1.flv", BOTH + " -c:v flv1 -ar 44100 -c:a libmp3lame");
    }

    private static void times(List<Recipe> to) {
        String second = "-f lavfi -t 1 -i testsrc2=size=160x120:rate=25 ";
        ready(to, "short-pictures.mp4", second + SOUND + X264 + " -c:a aac -t 3");
        ready(to, "short-sound.mp4", PICTURES + " -f lavfi -t 1 -i sine=sample_rate=48000" + X264 + " -c:a aac -t 3");
        ready(to, "negative.mp4", BOTH + X264 + " -bf 2 -c:a aac -avoid_negative_ts disabled -output_ts_offset -1");
        ready(to, "clock-turns-over.ts", BOTH + X264 + " -c:a aac -output_ts_offset 95441");
        String later = "if(gt(N\\,40)\\,PTS+8/TB\\,PTS)";
        ready(
                to,
                "gap-of-seconds.mkv",
                PICTURES + " " + SOUND + " -vf setpts=" + later + " -af asetpts=" + later + " -vsync vfr" + X264
                        + " -c:a aac -t 11");
    }

    private static void refusals(List<Recipe> to) {
        String huge = "-f lavfi -i color=size=8192x8192:rate=1 ";
        to.add(new Recipe("huge.ts", huge + SOUND + X264 + " -c:a aac -t 2", "picture_too_large"));
        to.add(new Recipe("huge.flv", "-i DIR/huge.ts -c copy -bsf:a aac_adtstoasc", "picture_too_large"));
        to.add(new Recipe("animated.gif", PICTURES, "not_media"));
        to.add(new Recipe("bare.h264", PICTURES + X264, FORMAT_REFUSED));
        to.add(new Recipe("bare.m2v", PICTURES + " -c:v mpeg2video", FORMAT_REFUSED));
        to.add(new Recipe("film.nut", BOTH + X264 + " -c:a aac", FORMAT_REFUSED));
        to.add(new Recipe("snow.avi", PICTURES + " -strict -2 -c:v snow", "codec_not_supported"));
        to.add(new Recipe("snow-and-sound.mkv", BOTH + " -strict -2 -c:v snow -c:a aac", "codec_not_supported"));
        to.add(new Recipe("subtitles.mkv", "-i DIR/subtitles.srt -c:s ass", "no_playable_track"));
    }

    private static void ready(List<Recipe> to, String file, String arguments) {
        to.add(new Recipe(file, arguments, CorpusRecipes.READY));
    }
}
