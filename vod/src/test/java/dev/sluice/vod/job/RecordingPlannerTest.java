package dev.sluice.vod.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.Track;
import dev.sluice.vod.publish.TrackText;
import dev.sluice.vod.source.RefusedSourceException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RecordingPlannerTest {
    private final Map<String, RecordedObjects.Rendition> renditions = new TreeMap<>();
    private final Map<String, TrackText> tracks = new TreeMap<>();

    /** Segments from a number to before another, under an init segment of the first. */
    private RecordingPlannerTest run(String name, Track track, long from, long to) {
        init(name, from);
        tracks.put(name + "/init-" + from, TrackText.of(track));
        NavigableMap<Long, ObjectRange> segments = rendition(name).segments();
        LongStream.range(from, to).forEach(number -> segments.put(number, new ObjectRange(name + "/" + number, 0, 9)));
        return this;
    }

    private void init(String name, long from) {
        rendition(name).inits().put(from, new ObjectRange(name + "/init-" + from, 0, 9));
    }

    private RecordedObjects.Rendition rendition(String name) {
        return renditions.computeIfAbsent(name, any -> new RecordedObjects.Rendition(new TreeMap<>(), new TreeMap<>()));
    }

    private void without(String name, long number) {
        rendition(name).segments().remove(number);
    }

    private RecordingChoice choose() throws RefusedSourceException {
        return new RecordingPlanner(new RecordedObjects("live/x/", renditions), tracks).choose();
    }

    private void assertRefused() {
        assertThatThrownBy(this::choose)
                .isInstanceOfSatisfying(RefusedSourceException.class, refused -> assertThat(refused.code())
                        .isEqualTo("nothing_recorded"));
    }

    @Test
    void nothingStored_isRefused() {
        assertRefused();
    }

    @Test
    void segmentsWithoutAnInitBeforeThem_areRefused() {
        run("720p", StoredStream.AVC, 10, 20);
        rendition("720p").inits().clear();
        init("720p", 30);

        assertRefused();
    }

    @Test
    void codecThatNoFileHolds_alone_isRefused() {
        run("audio", StoredStream.AAC, 10, 20);
        tracks.clear();

        assertRefused();
    }

    @Test
    void steadyStream_isTakenWhole() throws Exception {
        run("720p", StoredStream.AVC, 10, 20).run("audio", StoredStream.AAC, 10, 20);

        RecordingChoice choice = choose();

        assertThat(choice.numbers()).hasSize(10);
        assertThat(choice.renditions()).containsOnlyKeys("720p", "audio");
        assertThat(choice.notes()).isEmpty();
    }

    @Test
    void soundAlone_isARecording() throws Exception {
        run("audio", StoredStream.AAC, 10, 20);

        assertThat(choose().renditions()).containsOnlyKeys("audio");
    }

    @Test
    void holesInOneRendition_areLeftOutOfAll() throws Exception {
        run("720p", StoredStream.AVC, 10, 60).run("360p", StoredStream.AVC, 10, 60);
        without("360p", 12);
        without("720p", 15);

        RecordingChoice choice = choose();

        assertThat(choice.numbers()).hasSize(48).doesNotContain(12L, 15L);
        assertThat(choice.renditions()).containsOnlyKeys("360p", "720p");
    }

    @Test
    void rungThatIsThereForAMoment_isLeftOutAndNotTheRestOfTheStream() throws Exception {
        run("720p", StoredStream.AVC, 10, 110)
                .run("audio", StoredStream.AAC, 10, 110)
                .run("1080p", StoredStream.AVC, 10, 13);

        RecordingChoice choice = choose();

        assertThat(choice.numbers()).hasSize(100);
        assertThat(choice.renditions()).containsOnlyKeys("720p", "audio");
        assertThat(choice.notes()).singleElement().asString().startsWith("The rendition 1080p was left out: it does");
    }

    @Test
    void soundThatNoFileHolds_isLeftOutAndNotThePictures() throws Exception {
        run("720p", StoredStream.AVC, 10, 20).run("audio", StoredStream.AAC, 10, 20);
        tracks.remove("audio/init-10");

        RecordingChoice choice = choose();

        assertThat(choice.numbers()).hasSize(10);
        assertThat(choice.renditions()).containsOnlyKeys("720p");
        assertThat(choice.notes()).containsExactly("The rendition audio was left out: files do not hold its codec.");
    }

    @Test
    void reconnectWithTheSameCodecs_isOneRecording() throws Exception {
        run("720p", StoredStream.AVC, 10, 20).run("720p", StoredStream.AVC, 50, 60);

        RecordingChoice choice = choose();

        assertThat(choice.numbers()).hasSize(20);
        assertThat(choice.notes()).isEmpty();
    }

    @Test
    void changedParameterSets_keepTheLongerPart() throws Exception {
        run("720p", StoredStream.AVC, 10, 20).run("audio", StoredStream.AAC, 10, 20);
        run("720p", StoredStream.OTHER_AVC, 20, 45).run("audio", StoredStream.AAC, 20, 45);

        RecordingChoice choice = choose();

        assertThat(choice.numbers()).hasSize(25).startsWith(20L);
        assertThat(choice.renditions()).containsEntry("720p", TrackText.of(StoredStream.OTHER_AVC));
        assertThat(choice.notes())
                .containsExactly("The stream changed its coding on the way; 25 of 35 segments that go together were"
                        + " recorded.");
    }

    @Test
    void parameterSetsThatChangeOften_doNotCostThePictures() throws Exception {
        for (long from = 0; from < 60; from += 20) {
            run("720p", from % 40 == 0 ? StoredStream.AVC : StoredStream.OTHER_AVC, from, from + 20);
        }
        run("audio", StoredStream.AAC, 0, 60);

        RecordingChoice choice = choose();

        assertThat(choice.renditions()).containsOnlyKeys("720p", "audio");
        assertThat(choice.numbers()).hasSize(40);
    }

    @Test
    void ladderThatChangedARung_isRecordedWithTheRungsThatStayed() throws Exception {
        run("360p", StoredStream.AVC, 0, 100).run("audio", StoredStream.AAC, 0, 100);
        run("720p", StoredStream.AVC, 0, 50).run("1080p", StoredStream.AVC, 50, 100);

        RecordingChoice choice = choose();

        assertThat(choice.numbers()).hasSize(100);
        assertThat(choice.renditions()).containsOnlyKeys("360p", "audio");
        assertThat(choice.notes()).hasSize(2);
    }

    @Test
    void soundThatBeganLongBeforeThePictures_isGivenUpForThemUpToAPoint() throws Exception {
        run("audio", StoredStream.AAC, 0, 100).run("720p", StoredStream.AVC, 60, 100);

        assertThat(choose().renditions()).containsOnlyKeys("audio");

        run("720p", StoredStream.AVC, 40, 60);

        assertThat(choose().renditions()).containsOnlyKeys("720p", "audio");
    }

    @Test
    void streamLongerThanAFile_isCutAndSaysSo() throws Exception {
        run("720p", StoredStream.AVC, 0, 70_000);

        RecordingChoice choice = choose();

        assertThat(choice.numbers()).hasSize(65_535).startsWith(0L);
        assertThat(choice.notes())
                .containsExactly("The stream is longer than a recording; its first 65535 segments were recorded.");
    }
}
