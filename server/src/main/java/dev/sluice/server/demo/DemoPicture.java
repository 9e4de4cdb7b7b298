package dev.sluice.server.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ffmpeg command line that makes the demo's moving picture with its clock, and its speech-like sound. */
record DemoPicture(Path program, String url) {
    private static final String MOVING_PICTURE = "testsrc2=size=1280x720:rate=30";

    /** A buzz of a voice's pitch and overtones that rises and falls, in syllables, with pauses between sentences. */
    private static final String SPEECH = "aevalsrc=exprs='0.25*(sin(2*PI*130*t+9*sin(2*PI*0.6*t))"
            + "+0.6*sin(2*(2*PI*130*t+9*sin(2*PI*0.6*t)))+0.4*sin(5*(2*PI*130*t+9*sin(2*PI*0.6*t)))"
            + "+0.2*sin(9*(2*PI*130*t+9*sin(2*PI*0.6*t))))*max(0\\,sin(2*PI*3.1*t))*gt(mod(t\\,5)\\,1)':s=48000";

    private static final List<Path> FONTS = List.of(
            Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"),
            Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"));

    List<String> command() {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), "-hide_banner", "-nostdin", "-v", "warning"));
        command.addAll(List.of("-re", "-f", "lavfi", "-i", MOVING_PICTURE, "-re", "-f", "lavfi", "-i", SPEECH));
        // Without a font the picture still has the clock that testsrc2 draws by itself.
        font().ifPresent(font -> command.addAll(List.of("-vf", clock(font))));
        command.addAll(
                List.of("-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p"));
        command.addAll(List.of("-b:v", "2200k", "-maxrate", "2200k", "-bufsize", "2200k", "-g", "60"));
        command.addAll(List.of("-c:a", "aac", "-b:a", "96k", "-ar", "48000", "-ac", "2", "-f", "flv", url));
        return command;
    }

    private static Optional<Path> font() {
        return FONTS.stream().filter(Files::isReadable).findFirst();
    }

    private static String clock(Path font) {
        return "drawtext=fontfile=" + font
                + ":text='%{localtime\\:%H\\\\\\:%M\\\\\\:%S}':fontsize=96:fontcolor=white:box=1:boxcolor=black@0.6"
                + ":boxborderw=24:x=(w-text_w)/2:y=h-220";
    }

    /** The first program of this name on the search path. */
    static Optional<Path> onPath(String name, String searchPath) {
        return Stream.of(searchPath.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
