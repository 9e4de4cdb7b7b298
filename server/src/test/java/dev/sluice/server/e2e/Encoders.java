package dev.sluice.server.e2e;

import java.util.ArrayList;
import java.util.List;

/** Command lines of encoders that push synthetic pictures and sound over RTMP at their natural speed. */
final class Encoders {
    private Encoders() {}

    /** Options of an x264 that costs next to nothing, with a key frame every two seconds. */
    static List<String> x264(String... more) {
        List<String> options = new ArrayList<>(List.of("-c:v", "libx264", "-preset", "ultrafast", "-b:v", "600k"));
        options.addAll(List.of("-pix_fmt", "yuv420p", "-force_key_frames", "expr:gte(t,n_forced*2)"));
        options.addAll(List.of(more));
        return options;
    }

    static List<String> aac(int sampleRateHz, int channelCount) {
        String rate = Integer.toString(sampleRateHz);
        return List.of("-c:a", "aac", "-b:a", "96k", "-ar", rate, "-ac", Integer.toString(channelCount));
    }

    /**
     * Any ffmpeg.
     *
     * @param picture an lavfi source; empty for sound alone
     * @param sampleRateHz of the tone; zero for a picture alone
     */
    static List<String> ffmpeg(
            String program, String picture, int sampleRateHz, int seconds, List<String> options, String url) {
        List<String> command = new ArrayList<>(List.of(program, "-hide_banner", "-nostdin", "-v", "warning"));
        if (!picture.isEmpty()) {
            command.addAll(List.of("-re", "-f", "lavfi", "-i", picture));
        }
        if (sampleRateHz > 0) {
            command.addAll(List.of("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=" + sampleRateHz));
        }
        command.addAll(options);
        command.addAll(List.of("-t", Integer.toString(seconds), "-f", "flv", url));
        return command;
    }

    /** GStreamer's x264, AAC and FLV, pushed by one of its two RTMP sinks. */
    static List<String> gstreamer(String sink, int frames, String url) {
        String pipeline = """
                flvmux name=mux streamable=true ! %s location=%s
                videotestsrc pattern=ball is-live=true num-buffers=%d ! video/x-raw,width=640,height=360,framerate=25/1 !
                x264enc key-int-max=50 tune=zerolatency speed-preset=ultrafast bitrate=600 ! h264parse ! mux.
                audiotestsrc is-live=true num-buffers=%d ! audio/x-raw,rate=48000,channels=2 !
                voaacenc bitrate=96000 ! aacparse ! mux.
                """.formatted(sink, url, frames, frames * 48_000 / 25 / 1024);
        List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "-q"));
        command.addAll(List.of(pipeline.strip().split("\\s+", -1)));
        return command;
    }

    /** The options joined. */
    static List<String> all(List<String> video, List<String> audio) {
        List<String> joined = new ArrayList<>(video);
        joined.addAll(audio);
        return joined;
    }
}
