package dev.sluice.vod.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.AssetSubtitle.Kind;
import dev.sluice.engine.asset.AssetSubtitle.Origin;
import dev.sluice.engine.asset.NewSubtitle;
import dev.sluice.engine.asset.SubtitleException;
import dev.sluice.engine.asset.SubtitleException.Reason;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.ffmpeg.file.ContainerFacts;
import dev.sluice.ffmpeg.file.StreamFacts;
import dev.sluice.ffmpeg.file.SubtitleFacts;
import dev.sluice.media.io.Payload;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.publish.SubtitleDesk;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceJson;
import dev.sluice.vod.source.SourceTimeline;
import dev.sluice.vod.testing.FilmRecipe;
import dev.sluice.vod.testing.MemorySubtitles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From text tracks in a file to what players are offered, and what is sent later. */
class SubtitlesOfJobTest {
    private static final Viewpoint OWNER = new Viewpoint("default", null);

    private final JobRig rig = new JobRig();

    @TempDir
    private Path folder;

    /** Three text tracks: German, shown first; English for the deaf; foreign speech. */
    private Path film(String suffix, String codec) throws Exception {
        Path german = FilmRecipe.subtitles(folder.resolve("de.srt"), "Guten <i>Tag</i>", "1 < 2 & 3\nzweite Zeile");
        Path english = FilmRecipe.subtitles(folder.resolve("en.srt"), "[door]", "Good day");
        Path forced = FilmRecipe.subtitles(folder.resolve("fr.srt"), "Sign");
        return FilmRecipe.make(
                folder.resolve("film." + suffix),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=25:d=4",
                "-i",
                german.toString(),
                "-i",
                english.toString(),
                "-i",
                forced.toString(),
                "-map",
                "0",
                "-map",
                "1",
                "-map",
                "2",
                "-map",
                "3",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "25",
                "-c:s",
                codec,
                "-metadata:s:s:0",
                "language=ger",
                "-metadata:s:s:0",
                "title=Deutsch",
                "-disposition:s:0",
                "default",
                "-metadata:s:s:1",
                "language=eng",
                "-disposition:s:1",
                "hearing_impaired",
                "-metadata:s:s:2",
                "language=eng",
                "-disposition:s:2",
                "forced");
    }

    private static NewSubtitle sent(String language, Kind kind, String text) {
        return new NewSubtitle(language, null, kind, Payload.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private MemorySubtitles repository() {
        return new MemorySubtitles(() -> rig.jobs.record("source", 1));
    }

    @ParameterizedTest
    @CsvSource({"mkv, srt", "mkv, ass", "mkv, webvtt", "mp4, mov_text"})
    void textTracks_becomeFilesThatManifestsOffer(String suffix, String codec) throws Exception {
        AssetOutput output = rig.run(film(suffix, codec));

        String job = rig.jobs.jobName();
        assertThat(output.notes()).isEmpty();
        assertThat(output.subtitles())
                .extracting(AssetSubtitle::name, AssetSubtitle::language, AssetSubtitle::preferred)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("subtitles-1", "de", true),
                        org.assertj.core.groups.Tuple.tuple("subtitles-2", "en", false),
                        org.assertj.core.groups.Tuple.tuple("subtitles-3", "en", false));
        assertThat(rig.text("subtitles-1-" + job + ".vtt")).isEqualTo("""
                        WEBVTT

                        00:00:00.500 --> 00:00:01.250
                        Guten Tag

                        00:00:01.500 --> 00:00:02.250
                        1 &lt; 2 &amp; 3
                        zweite Zeile
                        """);
        assertThat(rig.text("master.m3u8"))
                .contains("TYPE=SUBTITLES,GROUP-ID=\"subtitles\"")
                .contains("URI=\"subtitles-1-" + job + ".m3u8\"")
                .contains("SUBTITLES=\"subtitles\"");
        assertThat(rig.text("subtitles-1-" + job + ".m3u8")).contains("subtitles-1-" + job + ".vtt");
        assertThat(rig.text("manifest.mpd")).contains("<BaseURL>subtitles-3-" + job + ".vtt</BaseURL>");
        assertThat(rig.metadata("subtitles-1-" + job + ".vtt").contentType()).isEqualTo("text/vtt");
    }

    @Test
    void kindsOfAMatroskaFile_areKept() throws Exception {
        AssetOutput output = rig.run(film("mkv", "srt"));

        assertThat(output.subtitles())
                .extracting(AssetSubtitle::kind)
                .containsExactly(Kind.SUBTITLES, Kind.CAPTIONS, Kind.FORCED);
        assertThat(output.subtitles()).extracting(AssetSubtitle::label).containsExactly("Deutsch", "", "");
        assertThat(rig.text("master.m3u8"))
                .contains("NAME=\"Deutsch\",LANGUAGE=\"de\",DEFAULT=YES")
                .contains("FORCED=YES");
    }

    @Test
    void subtitlesOfPictures_areLeftOutWithANote() throws Exception {
        StreamFacts stream =
                new StreamFacts(3, "hdmv_pgs_subtitle", null, false, "eng", null, true, false, null, null, 0);
        SourceDescription source = new SourceDescription(
                new ContainerFacts("matroska", 1, null, null, 0, Map.of(), List.of()),
                List.of(),
                List.of(),
                List.of(new SubtitleFacts(stream, /* text= */ false, /* captions= */ false)));
        Parts.Probed probed = new Parts.Probed(source, new SourceTimeline(null, List.of(), false, 0));
        rig.jobs.succeed(rig.started(StepNames.PROBE), SourceJson.write(probed), List.of(), Instant.EPOCH);
        LadderPlan plan = new LadderPlan(
                "test",
                1,
                0,
                90_000,
                null,
                List.of(),
                List.of(0L),
                List.of(),
                List.of(),
                new LadderPlan.Cost(0, 0),
                true);
        rig.jobs.succeed(rig.started(StepNames.PLAN), plan.toJson(), List.of(), Instant.EPOCH);

        rig.runStep(StepNames.SUBTITLES);

        Parts.Texts left = SourceJson.read(
                rig.jobs.result(rig.started(StepNames.SUBTITLES).step()).orElseThrow(), Parts.Texts.class);
        assertThat(left.subtitles()).isEmpty();
        assertThat(left.notes())
                .containsExactly(
                        "The subtitles in track 3 (hdmv_pgs_subtitle) were left out: only those made of text are taken.");
    }

    @Test
    void sentSubtitles_replaceThoseOfTheirLanguageAndKind_andManifestsSaySoLast() throws Exception {
        rig.run(film("mkv", "srt"));
        rig.store.forgetPuts();
        MemorySubtitles repository = repository();
        SubtitleDesk desk = new SubtitleDesk(repository, rig.store);

        AssetRecord asset = desk.put(
                        OWNER,
                        rig.jobs.asset(),
                        sent("ger", Kind.SUBTITLES, "WEBVTT\n\n00:01.000 --> 00:02.000 line:10%\nNeu <b>hier</b>\n"),
                        Instant.EPOCH)
                .orElseThrow();

        List<AssetSubtitle> now = subtitles(asset);
        assertThat(now).extracting(AssetSubtitle::name).containsExactly("subtitles-2", "subtitles-3", "subtitles-de");
        AssetSubtitle added = now.getLast();
        assertThat(added.origin()).isEqualTo(Origin.UPLOADED);
        assertThat(rig.text(added.objectName())).contains("00:00:01.000 --> 00:00:02.000 line:10%\nNeu <b>hier</b>");
        assertThat(rig.text("master.m3u8")).contains(added.playlistName()).doesNotContain("subtitles-1");
        assertThat(rig.text("manifest.mpd")).contains(added.objectName());
        assertThat(rig.store.puts().getFirst()).endsWith(added.objectName());
        assertThat(rig.store.puts().getLast()).endsWith("master.m3u8");
    }

    @Test
    void sentTwice_haveDifferentNames() throws Exception {
        rig.run(film("mkv", "srt"));
        SubtitleDesk desk = new SubtitleDesk(repository(), rig.store);
        NewSubtitle french = sent("fr", Kind.CAPTIONS, "1\n00:00:01,000 --> 00:00:02,000\nSalut\n");

        String first =
                last(desk.put(OWNER, rig.jobs.asset(), french, Instant.EPOCH).orElseThrow());
        AssetRecord again =
                desk.put(OWNER, rig.jobs.asset(), french, Instant.EPOCH).orElseThrow();

        assertThat(last(again)).isNotEqualTo(first).startsWith("captions-fr-");
        assertThat(subtitles(again)).hasSize(4);
    }

    private static List<AssetSubtitle> subtitles(AssetRecord asset) {
        return Objects.requireNonNull(asset.output()).subtitles();
    }

    private static String last(AssetRecord asset) {
        return subtitles(asset).getLast().objectName();
    }

    @Test
    void removedLanguage_isOfferedNoMore() throws Exception {
        rig.run(film("mkv", "srt"));
        SubtitleDesk desk = new SubtitleDesk(repository(), rig.store);

        AssetRecord asset =
                desk.remove(OWNER, rig.jobs.asset(), "en", Instant.EPOCH).orElseThrow();

        assertThat(subtitles(asset)).extracting(AssetSubtitle::language).containsExactly("de");
        assertThat(rig.text("manifest.mpd")).doesNotContain("subtitles-2").contains("subtitles-1");
        assertThatThrownBy(() -> desk.remove(OWNER, rig.jobs.asset(), "en", Instant.EPOCH))
                .isInstanceOfSatisfying(SubtitleException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NOT_FOUND));
    }

    @Test
    void malformedFile_isRefusedByItsLine_andNothingIsWritten() throws Exception {
        rig.run(film("mkv", "srt"));
        rig.store.forgetPuts();
        SubtitleDesk desk = new SubtitleDesk(repository(), rig.store);
        NewSubtitle wrong = sent("de", Kind.SUBTITLES, "1\n00:00:05,000 --> 00:00:02,000\nzu\n");

        assertThatThrownBy(() -> desk.put(OWNER, rig.jobs.asset(), wrong, Instant.EPOCH))
                .isInstanceOf(SubtitleException.class)
                .hasMessageContaining("line 2");
        assertThat(rig.store.puts()).isEmpty();
    }
}
