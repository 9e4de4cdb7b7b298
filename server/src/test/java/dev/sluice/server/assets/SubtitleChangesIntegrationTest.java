package dev.sluice.server.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.NewAsset;
import dev.sluice.engine.asset.NewSubtitle;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.storage.db.Database;
import dev.sluice.storage.db.DatabaseSettings;
import dev.sluice.storage.objects.FileObjectStore;
import dev.sluice.vod.publish.IndexStore;
import dev.sluice.vod.publish.PublishedIndex;
import dev.sluice.vod.publish.PublishedIndex.AudioEntry;
import dev.sluice.vod.publish.PublishedIndex.FileEntry;
import dev.sluice.vod.publish.SubtitleDesk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Subtitles that several nodes change at once, with a PostgreSQL that has one connection for all of them. */
@Tag("integration")
@Timeout(120)
class SubtitleChangesIntegrationTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Viewpoint OWNER = new Viewpoint("default", "account:1");
    private static final int MAX_PLAYLIST_BYTES = 1 << 20;

    @TempDir
    private Path directory;

    private Database database;
    private ObjectStore files;
    private AssetId id;

    @BeforeEach
    void videoThatPlays() throws Exception {
        database = Database.open(new DatabaseSettings(
                null,
                null,
                null,
                directory.resolve("database"),
                /* maxConnections= */ 1,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5)));
        files = FileObjectStore.open(directory.resolve("objects"));
        id = AssetId.random();
        AssetDetails details = new AssetDetails("film", null, Visibility.PUBLIC, List.of(), null, "{}");
        database.assetIntake(() -> NOW)
                .accept(new NewAsset(
                        id, new Owner("default", "account:1"), details, "film.mp4", "uploads/" + id + "/source", 9));
        JobLedger jobs = database.jobs();
        StepRef probe = new StepRef(jobs.newest(id).orElseThrow().id(), "probe");
        AssetOutput output = new AssetOutput(2_000_000, List.of(), List.of(), null, null, List.of());
        assertThat(jobs.publish(jobs.start(probe, "node", NOW).orElseThrow(), output, NOW))
                .isTrue();
        Track aac = Track.audio(new AacParameters(
                2, 48_000, 2, 1024, Payload.wrap(HexFormat.of().parseHex("1190"))));
        TrackFile sound = new TrackFile("audio-1.mp4", aac, null, 0, List.of(new SegmentEntry(0, 96_000, 999, 20)));
        new IndexStore(files)
                .write(
                        id,
                        new PublishedIndex(
                                2_000_000,
                                List.of(),
                                List.of(new AudioEntry("audio", FileEntry.of(sound), "", true)),
                                null));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static NewSubtitle text(String language) {
        byte[] file = "WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n".getBytes(StandardCharsets.UTF_8);
        return new NewSubtitle(language, null, AssetSubtitle.Kind.SUBTITLES, Payload.wrap(file));
    }

    private String published(String name) throws Exception {
        Payload bytes = files.read(AssetKeys.published(id) + name, 0, MAX_PLAYLIST_BYTES)
                .orElseThrow();
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }

    private List<AssetSubtitle> subtitles() {
        AssetRecord asset = database.assets(() -> NOW).find(id).orElseThrow();
        return Objects.requireNonNull(asset.output()).subtitles();
    }

    private void putAtOnce(MeetingStore store, List<String> languages) throws Exception {
        try (ExecutorService nodes = Executors.newFixedThreadPool(languages.size())) {
            List<Future<Optional<AssetRecord>>> changes = new ArrayList<>();
            for (String language : languages) {
                SubtitleDesk desk = new SubtitleDesk(database.subtitles(), store);
                changes.add(nodes.submit(() -> desk.put(OWNER, id, text(language), NOW)));
            }
            for (Future<Optional<AssetRecord>> change : changes) {
                assertThat(change.get(60, TimeUnit.SECONDS)).isPresent();
            }
        }
    }

    @Test
    void twoChangesThatSawTheSameRows_endWithManifestsThatTellBoth() throws Exception {
        MeetingStore store = new MeetingStore(files, "manifest.mpd", 2, () -> {});

        putAtOnce(store, List.of("de", "fr"));

        assertThat(subtitles()).extracting(AssetSubtitle::language).containsExactlyInAnyOrder("de", "fr");
        for (AssetSubtitle subtitle : subtitles()) {
            assertThat(published("master.m3u8")).contains(subtitle.playlistName());
            assertThat(published("manifest.mpd")).contains(subtitle.objectName());
        }
        assertThat(store.writes()).isEqualTo(3);
    }

    @Test
    void changesThatWriteManifests_leaveTheConnectionToOthers() throws Exception {
        List<String> seen = new ArrayList<>();
        MeetingStore store = new MeetingStore(
                files,
                "manifest.mpd",
                4,
                () -> seen.add(database.assets(() -> NOW)
                        .find(id)
                        .orElseThrow()
                        .details()
                        .title()));

        putAtOnce(store, List.of("de", "fr", "en", "it"));

        assertThat(seen).containsExactly("film");
        assertThat(subtitles()).extracting(AssetSubtitle::language).containsExactlyInAnyOrder("de", "fr", "en", "it");
        for (AssetSubtitle subtitle : subtitles()) {
            assertThat(published("master.m3u8")).contains(subtitle.playlistName());
        }
    }

    @Test
    void changeThatIsRefusedOnItsSecondTry_leavesManifestsThatTellTheRows() throws Exception {
        new SubtitleDesk(database.subtitles(), files).put(OWNER, id, text("de"), NOW);
        MeetingStore store = new MeetingStore(files, "manifest.mpd", 2, () -> {});
        int refused = 0;
        try (ExecutorService nodes = Executors.newFixedThreadPool(2)) {
            List<Future<Optional<AssetRecord>>> changes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                SubtitleDesk desk = new SubtitleDesk(database.subtitles(), store);
                changes.add(nodes.submit(() -> desk.remove(OWNER, id, "de", NOW)));
            }
            for (Future<Optional<AssetRecord>> change : changes) {
                try {
                    change.get(60, TimeUnit.SECONDS);
                } catch (java.util.concurrent.ExecutionException failure) {
                    assertThat(failure).hasMessageContaining("no subtitles in this language");
                    refused++;
                }
            }
        }
        assertThat(refused).isOne();
        assertThat(subtitles()).isEmpty();
        assertThat(published("master.m3u8")).doesNotContain("SUBTITLES");
    }
}
