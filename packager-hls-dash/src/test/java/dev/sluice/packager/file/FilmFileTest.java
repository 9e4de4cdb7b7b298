package dev.sluice.packager.file;

import static dev.sluice.testing.DumpFileAsserts.assertMatchesDump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.Track;
import dev.sluice.packager.TestTracks;
import dev.sluice.packager.file.FilmFile.Fragment;
import dev.sluice.testing.BoxDump;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FilmFileTest {
    private static final Track VIDEO = TestTracks.avc(TestTracks.HD);
    private static final TrackFile PICTURES = new TrackFile(
            "720p.mp4",
            VIDEO,
            null,
            /* compositionShiftTicks= */ 7_200,
            List.of(
                    new SegmentEntry(0, 180_000, 700_000, 90_000),
                    new SegmentEntry(180_000, 180_000, 650_000, 0),
                    new SegmentEntry(360_000, 45_000, 90_000, 60_000)));
    /** Its second segment starts a little before the second of the pictures. */
    private static final TrackFile SOUND = sound(
            new SegmentEntry(0, 95_232, 33_000, 700),
            new SegmentEntry(95_232, 96_256, 34_000, 700),
            new SegmentEntry(191_488, 24_576, 9_000, 700));

    private static TrackFile sound(SegmentEntry... segments) {
        return new TrackFile("audio-1.mp4", TestTracks.aac(), "pt-BR", 0, List.of(segments));
    }

    @Test
    void header_hasBothTracksAndAnIndexOfThePictures() {
        FilmFile film = FilmFile.of(PICTURES, SOUND);

        assertMatchesDump("file/film_header.dump", BoxDump.dump(film.header().toByteArray()));
    }

    @Test
    void fragments_standByTheTimeAtWhichTheyStart() {
        long firstPicture = PICTURES.header().firstFragmentOffset();
        long firstSound = SOUND.header().firstFragmentOffset();

        FilmFile film = FilmFile.of(PICTURES, SOUND);

        assertThat(film.fragments())
                .containsExactly(
                        new Fragment("720p.mp4", firstPicture, 700_000),
                        new Fragment("audio-1.mp4", firstSound, 33_000),
                        new Fragment("audio-1.mp4", firstSound + 33_000, 34_000),
                        new Fragment("720p.mp4", firstPicture + 700_000, 650_000),
                        new Fragment("audio-1.mp4", firstSound + 67_000, 9_000),
                        new Fragment("720p.mp4", firstPicture + 1_350_000, 90_000));
    }

    @Test
    void index_countsTheSoundToThePicturesBeforeIt() {
        FilmFile film = FilmFile.of(PICTURES, SOUND);
        ByteBuffer header = film.header().buffer();
        int firstReference = film.header().sizeBytes() - 3 * 12;

        assertThat(header.getInt(firstReference)).isEqualTo(700_000 + 33_000 + 34_000);
        assertThat(header.getInt(firstReference + 12)).isEqualTo(650_000 + 9_000);
        assertThat(header.getInt(firstReference + 24)).isEqualTo(90_000);
        assertThat(film.sizeBytes())
                .isEqualTo(film.header().sizeBytes() + 700_000 + 650_000 + 90_000 + 33_000 + 34_000 + 9_000);
    }

    @Test
    void soundThatGoesOnBehindThePictures_standsAtTheEnd() {
        FilmFile film = FilmFile.of(
                PICTURES, sound(new SegmentEntry(0, 480_000, 100, 50), new SegmentEntry(480_000, 1_024, 60, 50)));

        assertThat(film.fragments()).extracting(Fragment::sizeBytes).containsExactly(700_000, 100, 650_000, 90_000, 60);
    }

    @Test
    void sequenceNumber_isWhereTheRecordSays() {
        FileSegment segment =
                SegmentWriter.write(VIDEO, List.of(TestTracks.video(0, 0, true, 50)), 0, 3_000, 0x01020304);

        assertThat(segment.payload().buffer().getInt(FilmFile.SEQUENCE_NUMBER_OFFSET))
                .isEqualTo(0x01020304);
    }

    @Test
    void twoTracksOfOneId_areRefused() {
        assertThatThrownBy(() -> FilmFile.of(PICTURES, PICTURES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("both tracks have the id 1");
    }
}
