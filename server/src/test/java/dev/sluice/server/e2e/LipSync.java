package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** White flashes and beeps at the same instants, and what is left of that when somebody plays them. */
final class LipSync {
    static final int SECONDS = 10;
    private static final int FLASHES = 5;
    private static final double BRIGHT = 128;
    private static final double LOUD_DB = -35;
    /** A flash or beep ends and the next begins at least so much later. */
    private static final double QUIET_SECONDS = 0.5;

    private static final String FLASH =
            "color=black:size=640x360:rate=25,drawbox=color=white:t=fill:enable='lt(mod(t+1,2),0.099)'";
    private static final String BEEP = "aevalsrc='if(lt(mod(t+1,2),0.1),0.8*sin(2*PI*1000*t),0)':sample_rate=48000";

    private LipSync() {}

    /** @param encoders options for both tracks */
    static Path make(Path file, List<String> encoders) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", FLASH));
        command.addAll(List.of("-f", "lavfi", "-i", BEEP));
        command.addAll(encoders);
        command.addAll(List.of("-t", Integer.toString(SECONDS), file.toString()));
        Tool.run(command.toArray(String[]::new));
        return file;
    }

    /** Of a file or manifest with both, that of its middle. */
    static double skewMs(String url) throws Exception {
        return skewsMs(flashes(url), beeps(url)).stream().sorted().toList().get(FLASHES / 2);
    }

    /** By how much each beep comes after its flash. */
    static List<Double> skewsMs(List<Double> flashes, List<Double> beeps) {
        assertThat(flashes).as("flashes").hasSize(FLASHES);
        assertThat(beeps).as("beeps").hasSize(FLASHES);
        List<Double> skews = new ArrayList<>();
        for (int i = 0; i < FLASHES; i++) {
            skews.add((beeps.get(i) - flashes.get(i)) * 1000);
        }
        return skews;
    }

    /** When the picture turns white, on the media's own clock. */
    static List<Double> flashes(String url) throws Exception {
        String filters = "scale=16:16,format=gray,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-";
        return onsets(measure(url, "-an", "-vf", filters, "-fps_mode", "passthrough"), BRIGHT);
    }

    /** When the tone sets in, on the media's own clock, to 5 ms. */
    static List<Double> beeps(String url) throws Exception {
        String filters = "aresample=48000,asetnsamples=n=240,astats=metadata=1:reset=1,"
                + "ametadata=print:key=lavfi.astats.Overall.RMS_level:file=-";
        return onsets(measure(url, "-vn", "-af", filters), LOUD_DB);
    }

    private static String measure(String url, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-copyts", "-i", url));
        command.addAll(List.of(options));
        command.addAll(List.of("-enc_time_base", "-1", "-f", "null", "-"));
        return Tool.run(command.toArray(String[]::new));
    }

    /** The times at which a measured value rises above a threshold, after a while below it. */
    private static List<Double> onsets(String measured, double threshold) {
        List<Double> found = new ArrayList<>();
        double time = 0;
        double lastAbove = Double.NEGATIVE_INFINITY;
        for (String line : measured.lines().toList()) {
            int at = line.indexOf("pts_time:");
            if (at >= 0) {
                time = Double.parseDouble(
                        line.substring(at + "pts_time:".length()).strip());
                continue;
            }
            String value = line.substring(line.indexOf('=') + 1).strip();
            boolean above = !value.equals("-inf") && Double.parseDouble(value) > threshold;
            if (above && time - lastAbove > QUIET_SECONDS) {
                found.add(time);
            }
            lastAbove = above ? time : lastAbove;
        }
        return found;
    }
}
