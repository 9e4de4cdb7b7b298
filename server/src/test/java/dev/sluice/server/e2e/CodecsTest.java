package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.vod.encode.MissingEncoders;
import dev.sluice.vod.job.WorkerSettings;
import dev.sluice.vod.local.LocalJob;
import dev.sluice.vod.local.LocalSettings;
import dev.sluice.vod.local.OutputTarget;
import dev.sluice.vod.local.PlainDirectory;
import dev.sluice.vod.local.WorkDirectory;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.source.SourceLimits;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rungs in several codecs and rungs that are the source's own pictures, judged by Debian's ffmpeg. */
@Tag("e2e")
@Timeout(300)
class CodecsTest {
    private static final long DURATION_US = 7_000_000;
    private static final EncodeProfile PROFILE = new EncodeProfile(
            "codecs",
            1,
            List.of(new EncodeProfile.Rung(240, 900_000, 26, 60), new EncodeProfile.Rung(120, 300_000, 28, 30)),
            "ultrafast",
            2,
            4,
            64_000,
            192_000);

    private static final String PICTURES = "-f lavfi -i testsrc2=size=426x240:rate=25";
    private static final String SOUND = " -f lavfi -i sine=sample_rate=48000";
    private static final String X264 =
            " -c:v libx264 -preset veryfast -pix_fmt yuv420p -maxrate 700k -bufsize 700k -bf 3 -g 50 -sc_threshold 0";

    /** Behind the stream, both times, duration and size; side data of the container may follow. */
    private static final int HASH_COLUMN = 5;

    @TempDir
    private Path directory;

    @Test
    void threeCodecs_areEachDecodedWhole_fromHlsAndFromDash() throws Exception {
        EncodeProfile profile = PROFILE.withCodecs(List.of(VideoCodec.H264, VideoCodec.HEVC, VideoCodec.AV1));
        assumeTrue(MissingEncoders.of(profile).isEmpty(), "this build of FFmpeg lacks an encoder");
        Path source = made("film.mp4", PICTURES + SOUND + X264 + " -c:a aac");

        AssetOutput output = transcode(source, profile);

        assertThat(output.renditions().stream()
                        .map(AssetRendition::codecs)
                        .map(codec -> codec.substring(0, 4))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("avc1", "hvc1", "av01", "mp4a");
        assertDecodes("avc1", "h264", 2);
        assertDecodes("hvc1", "hevc", 2);
        assertDecodes("av01", "av1", 2);
        String master = Files.readString(out().resolve("master.m3u8"));
        assertThat(master).contains("CODECS=\"hvc1.1.", "CODECS=\"av01.0.").doesNotContain("hev1");
        assertThat(boundaries("240p-hevc")).isEqualTo(boundaries("240p"));
        assertThat(boundaries("120p-av1")).isEqualTo(boundaries("240p"));
    }

    @ParameterizedTest
    @CsvSource({
        "b-frames.mp4, ''",
        "no-b-frames.mp4, -bf 0",
        "delayed.mp4, -output_ts_offset 0.5",
        "film.mkv, ''",
        "film.ts, ''",
        "fragments.mp4, -movflags frag_keyframe+empty_moov"
    })
    void fittingSource_isItsOwnTopRung_byteByByte(String file, String more) throws Exception {
        Path source = made(file, PICTURES + SOUND + X264 + " -c:a aac " + more);

        AssetOutput output = transcode(source, PROFILE.withCopy(true));

        AssetRendition top = output.renditions().getFirst();
        assertThat(top.name()).isEqualTo("240p");
        assertThat(accessUnits(out().resolve(top.objectName()))).isEqualTo(accessUnits(source));
        assertThat(boundaries("120p")).isEqualTo(boundaries("240p"));
        assertThat(boundaries("240p")).hasSize(4).allMatch(line -> line.matches("#EXTINF:[12]\\.0.*"));
        assertDecodes("avc1", "h264", 2);
    }

    @Test
    void sourceWithItsOwnKeyFrames_givesThemToAllRungs() throws Exception {
        Path source = made("film.mp4", PICTURES + SOUND + X264 + " -c:a aac -g 63");

        transcode(source, PROFILE.withCopy(true));

        assertThat(boundaries("240p")).startsWith("#EXTINF:2.520000", "#EXTINF:2.520000");
        assertThat(boundaries("120p")).isEqualTo(boundaries("240p"));
        assertDecodes("avc1", "h264", 2);
    }

    @Test
    void sourceThatDoesNotFit_isEncoded() throws Exception {
        Path source = made("film.mp4", PICTURES + SOUND + X264 + " -c:a aac -g 250");

        AssetOutput output = transcode(source, PROFILE.withCopy(true));

        Path top = out().resolve(output.renditions().getFirst().objectName());
        assertThat(accessUnits(top)).isNotEqualTo(accessUnits(source));
        assertDecodes("avc1", "h264", 2);
    }

    /** Every variant of a codec by itself, then both manifests as a whole. */
    private void assertDecodes(String sampleEntry, String codec, int rungs) throws Exception {
        List<String> lines = Files.readAllLines(out().resolve("master.m3u8"));
        Set<String> variants = new TreeSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("#EXT-X-STREAM-INF") && lines.get(i).contains(sampleEntry)) {
                variants.add(lines.get(i + 1));
            }
        }
        assertThat(variants).hasSize(rungs);
        for (String variant : variants) {
            String path = out().resolve(variant).toString();
            JsonObject stream = Tool.probe(path).getFirst();
            assertThat(stream.getString("codec_name")).isEqualTo(codec);
            assertThat(stream.getString("codec_tag_string")).isEqualTo(sampleEntry);
            assertThat(Tool.decode(path).endUs()).isCloseTo(DURATION_US, within(100_000L));
        }
        for (String manifest : List.of("master.m3u8", "manifest.mpd")) {
            String path = out().resolve(manifest).toString();
            assertThat(Tool.probe(path).stream()
                            .filter(stream -> codec.equals(stream.getString("codec_name")))
                            .count())
                    .as(manifest)
                    .isEqualTo(rungs);
            assertThat(Tool.decode(path).endUs()).isCloseTo(DURATION_US, within(600_000L));
        }
    }

    /** Of all segments of a rendition, as its playlist tells them. */
    private List<String> boundaries(String rendition) throws Exception {
        return Files.readAllLines(out().resolve(rendition + ".m3u8")).stream()
                .filter(line -> line.startsWith("#EXTINF"))
                .map(line -> line.replaceFirst(",.*", ""))
                .toList();
    }

    /** A hash of each, in the form of MP4. */
    private static List<String> accessUnits(Path file) throws Exception {
        String hashes = Tool.run(
                "ffmpeg",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-map",
                "0:v",
                "-c",
                "copy",
                "-bsf:v",
                "h264_mp4toannexb,filter_units=remove_types=7|8|9|12",
                "-f",
                "framemd5",
                "-");
        return hashes.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(",", HASH_COLUMN + 2)[HASH_COLUMN].strip())
                .toList();
    }

    private Path out() {
        return directory.resolve("out");
    }

    private Path made(String file, String arguments) throws Exception {
        Path source = directory.resolve(file);
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "fatal", "-y", "-nostdin"));
        command.addAll(Arrays.asList(arguments.strip().split(" +")));
        command.addAll(List.of("-t", "7", source.toString()));
        Tool.run(command.toArray(String[]::new));
        return source;
    }

    private AssetOutput transcode(Path source, EncodeProfile profile) throws Exception {
        Path out = Files.createDirectory(out());
        try (WorkDirectory work = WorkDirectory.in(out)) {
            PlainDirectory target = new PlainDirectory(out, work.directory("out"));
            LocalSettings settings = new LocalSettings(
                    profile, SourceLimits.DEFAULTS, 2, new WorkerSettings("codecs", 1, Duration.ofHours(1)));
            OutputTarget objects = new OutputTarget(target, target.multipart());
            AssetRecord asset =
                    new LocalJob(source, objects, work.directory("work"), settings, InstantSource.system()).run();
            return Objects.requireNonNull(asset.output(), String.valueOf(asset.failure()));
        }
    }
}
