package dev.sluice.bench;

import dev.sluice.engine.port.AudioRung;
import dev.sluice.engine.port.VideoRung;
import java.util.List;

/** The four-rung ladder that both sides encode, and the same in ffmpeg's words. */
final class Ladder {
    static final int SOURCE_FPS = 30;
    static final int KEY_FRAME_INTERVAL_S = 2;
    static final AudioRung AUDIO = new AudioRung("audio", 128_000, 48_000, 2);

    private static final int MAX_FPS = 60;
    private static final double PEAK_OVER_AVERAGE = 1.07;
    private static final double BUFFER_SECONDS = 1.5;

    private Ladder() {}

    static List<VideoRung> rungs(String preset) {
        return List.of(
                rung("1080p", 1920, 1080, 5_000_000, preset),
                rung("720p", 1280, 720, 2_800_000, preset),
                rung("480p", 854, 480, 1_400_000, preset),
                rung("360p", 640, 360, 800_000, preset));
    }

    private static VideoRung rung(String name, int width, int height, int bitrateBps, String preset) {
        return new VideoRung(
                name,
                width,
                height,
                bitrateBps,
                (int) (bitrateBps * PEAK_OVER_AVERAGE),
                (int) (bitrateBps * BUFFER_SECONDS),
                MAX_FPS,
                preset);
    }

    /** The command line that makes the same ladder with the ffmpeg program, as people write it: one process, split. */
    static List<String> ffmpegArguments(Workload workload) {
        int gop = SOURCE_FPS * KEY_FRAME_INTERVAL_S;
        List<VideoRung> rungs = rungs(workload.preset());
        Arguments arguments = new Arguments();
        arguments.add("-hide_banner", "-nostdin", "-v", "error", "-y");
        if (workload.live()) {
            arguments.add("-re");
        }
        arguments.add(
                "-t",
                Integer.toString(workload.seconds()),
                "-i",
                workload.source().toString());
        arguments.add("-filter_complex", splitAndScale(rungs));
        StringBuilder variants = new StringBuilder();
        for (int i = 0; i < rungs.size(); i++) {
            arguments.add("-map", "[v" + i + "]");
            variants.append("v:").append(i).append(",agroup:a ");
        }
        arguments.add("-map", "0:a", "-c:v", "libx264", "-preset", workload.preset(), "-profile:v", "high");
        if (workload.live()) {
            arguments.add("-tune", "zerolatency");
        }
        arguments.add("-g", Integer.toString(gop), "-keyint_min", Integer.toString(gop), "-sc_threshold", "0");
        arguments.add("-pix_fmt", "yuv420p");
        for (int i = 0; i < rungs.size(); i++) {
            arguments.add("-b:v:" + i, Integer.toString(rungs.get(i).bitrateBps()));
            arguments.add("-maxrate:v:" + i, Integer.toString(rungs.get(i).maxBitrateBps()));
            arguments.add("-bufsize:v:" + i, Integer.toString(rungs.get(i).bufferBits()));
        }
        arguments.add("-c:a", "aac", "-b:a", Integer.toString(AUDIO.bitrateBps()));
        arguments.add("-f", "hls", "-hls_time", Integer.toString(KEY_FRAME_INTERVAL_S), "-hls_playlist_type", "vod");
        arguments.add("-hls_segment_type", "fmp4", "-hls_flags", "independent_segments");
        arguments.add("-master_pl_name", "master.m3u8", "-var_stream_map", variants + "a:0,agroup:a");
        arguments.add("-hls_segment_filename", "%v/%d.m4s", "-hls_fmp4_init_filename", "init.mp4", "%v/index.m3u8");
        return arguments.list();
    }

    /** Of a picture to every rung, each from the source, to the outputs {@code [v0]} and on. */
    static String splitAndScale(List<VideoRung> rungs) {
        StringBuilder graph = new StringBuilder("[0:v]split=" + rungs.size());
        for (int i = 0; i < rungs.size(); i++) {
            graph.append("[s").append(i).append(']');
        }
        for (int i = 0; i < rungs.size(); i++) {
            VideoRung rung = rungs.get(i);
            graph.append(";[s%d]scale=%d:%d[v%d]".formatted(i, rung.width(), rung.height(), i));
        }
        return graph.toString();
    }
}
