package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.asset.Failure;
import dev.sluice.server.e2e.CorpusRecipes.Recipe;
import dev.sluice.vod.job.WorkerSettings;
import dev.sluice.vod.local.LocalJob;
import dev.sluice.vod.local.LocalSettings;
import dev.sluice.vod.local.OutputTarget;
import dev.sluice.vod.local.PlainDirectory;
import dev.sluice.vod.local.WorkDirectory;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.source.SourceLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of all kinds: each ends as an asset that Debian's ffmpeg decodes whole and without a complaint, as long as it
 * says it is, or is refused with a code. The table of what became of each is {@code target/corpus.md}; a folder of more
 * files is named by {@code SLUICE_CORPUS}.
 */
@Tag("e2e")
@Timeout(1800)
class CorpusTest {
    private static final String SECONDS = "3";
    /** Of sound that ends a little before or after the pictures. */
    private static final long TOLERANCE_US = 60_000;

    private static final double US_PER_SECOND = 1e6;
    private static final int TS_PACKET_BYTES = 188;

    private static final EncodeProfile PROFILE = new EncodeProfile(
            "corpus",
            1,
            List.of(new EncodeProfile.Rung(120, 300_000, 30, 60), new EncodeProfile.Rung(90, 150_000, 30, 30)),
            "ultrafast",
            1,
            2,
            64_000,
            192_000);

    @TempDir
    private Path directory;

    private final List<String> table = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int runs;

    @Test
    void everySource_endsAsAPlayableAssetOrARefusal() throws Exception {
        table.add("| source | became | seconds | notes |");
        table.add("|---|---|---|---|");
        writeIngredients();
        for (Recipe recipe : CorpusRecipes.all()) {
            Path source = directory.resolve(recipe.file());
            List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "fatal", "-y", "-nostdin"));
            String arguments = recipe.arguments().replace("DIR", directory.toString());
            command.addAll(Arrays.asList(arguments.strip().split(" +")));
            if (!arguments.contains(" -t ")) {
                command.addAll(List.of("-t", SECONDS));
            }
            command.add(source.toString());
            Tool.run(command.toArray(String[]::new));
            check(source, recipe.expected());
        }
        for (Recipe broken : broken()) {
            check(directory.resolve(broken.file()), broken.expected());
        }
        for (Path real : realFiles()) {
            check(real, ".*");
        }
        Files.writeString(Path.of("target/corpus.md"), String.join("\n", table) + "\n");
        assertThat(table).hasSizeGreaterThan(60);
        assertThat(wrong).isEmpty();
    }

    /** Files that recipes name. */
    private void writeIngredients() throws IOException {
        Files.writeString(directory.resolve("subtitles.srt"), """
                1
                00:00:00,500 --> 00:00:01,500
                Hello

                2
                00:00:02,000 --> 00:00:02,800
                Again
                """);
        Files.writeString(directory.resolve("chapters.ffmeta"), """
                ;FFMETADATA1
                [CHAPTER]
                TIMEBASE=1/1000
                START=0
                END=1000
                title=One
                [CHAPTER]
                TIMEBASE=1/1000
                START=1000
                END=3000
                title=Two
                """);
        Files.write(directory.resolve("font.ttf"), noise(5_000));
    }

    private static byte[] noise(int sizeBytes) {
        byte[] noise = new byte[sizeBytes];
        new Random(5).nextBytes(noise);
        return noise;
    }

    /** Sources that no encoder makes. */
    private List<Recipe> broken() throws IOException {
        byte[] late = Files.readAllBytes(directory.resolve("h264-aac.mp4"));
        byte[] early = Files.readAllBytes(directory.resolve("h264-aac-faststart.mp4"));
        byte[] stream = Files.readAllBytes(directory.resolve("h264-ac3.ts"));
        byte[] html = "<html><script>alert(1)</script></html>\n".repeat(30).getBytes(StandardCharsets.UTF_8);
        byte[] larger = Files.readAllBytes(directory.resolve("surround.ts"));
        byte[] fragments = Files.readAllBytes(directory.resolve("h264-aac-fragments.mp4"));
        byte[] mp3 = Files.readAllBytes(directory.resolve("sound.mp3"));
        int inTheMiddle = stream.length / 3 / TS_PACKET_BYTES * TS_PACKET_BYTES;
        return List.of(
                write("empty.mp4", new byte[0], "empty_file"),
                write("one-byte.mp4", new byte[1], "not_media|damaged_file"),
                write("noise.mp4", noise(200_000), "not_media|damaged_file|no_playable_track|not_decodable"),
                write("text.mp4", "no film\n".repeat(500).getBytes(StandardCharsets.UTF_8), "not_media"),
                write("playlist.mp4", playlist(), "playlist_not_media"),
                write("missing-moov.mp4", Arrays.copyOf(late, late.length / 2), "damaged_file|not_media"),
                write("cut-in-half.mp4", Arrays.copyOf(early, early.length / 2), CorpusRecipes.READY),
                write("cut-in-half.ts", Arrays.copyOf(stream, stream.length / 2), CorpusRecipes.READY),
                write("small-filling.mp4", withSmallFilling(late), CorpusRecipes.READY),
                write("segment-alone.m4s", behind(fragments, "moof"), "damaged_file"),
                write("no-begin.ts", Arrays.copyOfRange(stream, inTheMiddle, stream.length), CorpusRecipes.READY),
                write("two-recordings.ts", join(stream, larger), "timeline_gap"),
                write("noise-before-sound.mp3", join(noise(100_000), mp3), CorpusRecipes.READY),
                write("wrong-extension.txt", late, CorpusRecipes.READY),
                write("film-behind-page.html", join(html, stream), CorpusRecipes.READY + "|not_media"),
                write("page-behind-film.mp4", join(late, html), CorpusRecipes.READY));
    }

    /** A box that claims to be smaller than its header, before the last box. */
    private static byte[] withSmallFilling(byte[] movieAtTheEnd) {
        byte[] movie = behind(movieAtTheEnd, "moov");
        byte[] before = Arrays.copyOf(movieAtTheEnd, movieAtTheEnd.length - movie.length);
        return join(join(before, new byte[] {0, 0, 0, 3, 'f', 'r', 'e', 'e'}), movie);
    }

    /** From the first box of a type on. */
    private static byte[] behind(byte[] file, String box) {
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(box);
        return Arrays.copyOfRange(file, at - Integer.BYTES, file.length);
    }

    private static byte[] playlist() {
        return "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
                .getBytes(StandardCharsets.UTF_8);
    }

    private Recipe write(String file, byte[] bytes, String expected) throws IOException {
        Files.write(directory.resolve(file), bytes);
        return new Recipe(file, "", expected);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static List<Path> realFiles() throws IOException {
        String named = System.getenv("SLUICE_CORPUS");
        if (named == null) {
            System.out.println("SLUICE_CORPUS names no folder of real files: synthetic ones alone.");
            return List.of();
        }
        Path folder = Path.of(named);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private void check(Path source, String expected) throws Exception {
        Path out = Files.createDirectory(directory.resolve("out-" + runs++));
        AssetRecord asset = run(source, out);
        AssetOutput output = asset.output();
        Failure failure = asset.failure();
        String became = output != null ? CorpusRecipes.READY : failure == null ? "nothing" : failure.code();
        String notes = failure == null ? "" : failure.message();
        if (output != null) {
            String complaint = complaint(out, output);
            notes = String.join(
                    "; ",
                    output.notes().stream()
                            .filter(note -> !note.startsWith("The rung "))
                            .toList());
            if (!complaint.isEmpty()) {
                wrong.add(source.getFileName() + ": " + complaint);
                became = "broken";
                notes = complaint;
            }
        }
        if (!became.matches(expected)) {
            wrong.add(source.getFileName() + " became " + became + ", not " + expected + ": " + notes);
        }
        String seconds = output == null ? "" : String.format(Locale.ROOT, "%.3f", output.durationUs() / US_PER_SECOND);
        table.add("| " + source.getFileName() + " | " + became + " | " + seconds + " | "
                + notes.lines().findFirst().orElse("").replace('|', '/') + " |");
    }

    private static AssetRecord run(Path source, Path out) throws Exception {
        try (WorkDirectory work = WorkDirectory.in(out)) {
            PlainDirectory target = new PlainDirectory(out, work.directory("out"));
            LocalSettings settings = new LocalSettings(
                    PROFILE, SourceLimits.DEFAULTS, 2, new WorkerSettings("corpus", 1, Duration.ofHours(1)));
            OutputTarget objects = new OutputTarget(target, target.multipart());
            return new LocalJob(source, objects, work.directory("work"), settings, InstantSource.system()).run();
        }
    }

    /** Empty when all is well. */
    private static String complaint(Path out, AssetOutput output) throws Exception {
        // The decoder tells when the last picture begins.
        double slowest = output.renditions().stream()
                .map(AssetRendition::frameRate)
                .filter(Objects::nonNull)
                .mapToDouble(rate -> rate)
                .min()
                .orElse(US_PER_SECOND);
        long allowedUs = TOLERANCE_US + Math.round(US_PER_SECOND / slowest);
        for (String manifest : List.of("master.m3u8", "manifest.mpd")) {
            try {
                Tool.Decoded decoded = Tool.decode(out.resolve(manifest).toString());
                if (Math.abs(decoded.endUs() - output.durationUs()) > allowedUs) {
                    return manifest + " ends at " + decoded.endUs() + " us instead of " + output.durationUs();
                }
            } catch (AssertionError refused) {
                return manifest + ": " + refused.getMessage();
            }
        }
        return "";
    }
}
