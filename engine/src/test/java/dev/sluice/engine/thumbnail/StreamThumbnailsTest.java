package dev.sluice.engine.thumbnail;

import static dev.sluice.engine.testing.TestMedia.AUDIO;
import static dev.sluice.engine.testing.TestMedia.VIDEO;
import static dev.sluice.engine.testing.TestMedia.audio;
import static dev.sluice.engine.testing.TestMedia.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagedObject.Kind;
import dev.sluice.engine.port.ThumbnailException;
import dev.sluice.engine.testing.FakeStreamRepository;
import dev.sluice.engine.testing.FakeThumbnailer;
import dev.sluice.engine.testing.TestMedia;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schedule of one stream, with threads that work when they are told to. */
class StreamThumbnailsTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final MutableClock clock = new MutableClock();
    private final FakeThumbnailer thumbnailer = new FakeThumbnailer();
    private final FakeStreamRepository rows = new FakeStreamRepository();
    private final ArrayDeque<Runnable> decodes = new ArrayDeque<>();
    private final ArrayDeque<Runnable> writes = new ArrayDeque<>();
    private final List<PackagedObject> given = new ArrayList<>();
    private boolean full;
    private final Thumbnails shared = new Thumbnails(
            new ThumbnailSettings(/* enabled= */ true, INTERVAL, /* width= */ 320),
            thumbnailer,
            rows,
            clock,
            new ThumbnailThreads(this::queue, writes::add));
    private final StreamId id = rows.add("key", clock.instant()).id();
    private final StreamThumbnails thumbnails = shared.open(id, given::add);

    private void queue(Runnable work) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        decodes.add(work);
    }

    private static void runAll(ArrayDeque<Runnable> works) {
        for (Runnable work = works.poll(); work != null; work = works.poll()) {
            work.run();
        }
    }

    private void keyFrame(long ticks) {
        thumbnails.onSample(video(ticks, /* sync= */ true));
        runAll(decodes);
    }

    @BeforeEach
    void begin() {
        thumbnails.onTracks(List.of(AUDIO, VIDEO));
    }

    @Test
    void onSample_firstKeyFrame_makesThePictureAtOnce() {
        thumbnails.onSample(audio(0));
        thumbnails.onSample(video(0, /* sync= */ false));
        assertThat(decodes).isEmpty();

        keyFrame(3000);

        assertThat(thumbnailer.asked()).containsExactly("avc1.64001f 3000 320");
        PackagedObject picture = given.getFirst();
        assertThat(picture.path()).isEqualTo("thumb.jpg");
        assertThat(picture.kind()).isEqualTo(Kind.THUMBNAIL);
        assertThat(picture.sizeBytes()).isEqualTo("avc1.64001f 3000 320".length());
        assertThat(shared.stats()).isEqualTo(new ThumbnailStats(1, 0, 0));
    }

    @Test
    void onSample_keyFramesWithinTheInterval_makeNoPicture() {
        keyFrame(0);
        clock.advance(INTERVAL.minusMillis(1));
        keyFrame(1);
        clock.advance(Duration.ofMillis(1));
        thumbnails.onSample(video(2, /* sync= */ false));

        keyFrame(3);
        keyFrame(4);

        assertThat(thumbnailer.asked()).containsExactly("avc1.64001f 0 320", "avc1.64001f 3 320");
        assertThat(shared.stats()).isEqualTo(new ThumbnailStats(2, 0, 0));
    }

    @Test
    void onSample_previousStillAtWork_skipsTheTick() {
        thumbnails.onSample(video(0, /* sync= */ true));
        clock.advance(INTERVAL);
        thumbnails.onSample(video(1, /* sync= */ true));

        assertThat(decodes).hasSize(1);
        runAll(decodes);
        keyFrame(2);
        clock.advance(INTERVAL);
        keyFrame(3);

        assertThat(thumbnailer.asked()).containsExactly("avc1.64001f 0 320", "avc1.64001f 3 320");
        assertThat(shared.stats()).isEqualTo(new ThumbnailStats(2, 0, 1));
    }

    @Test
    void onSample_tooManyWait_triesAtTheNextKeyFrame() {
        full = true;
        keyFrame(0);
        full = false;

        keyFrame(1);

        assertThat(thumbnailer.asked()).containsExactly("avc1.64001f 1 320");
        assertThat(shared.stats()).isEqualTo(new ThumbnailStats(1, 0, 1));
    }

    @Test
    void onSample_undecodable_isCountedAndTheNextIsTried() {
        thumbnailer.refuse(new ThumbnailException("no decoder"));
        keyFrame(0);
        clock.advance(INTERVAL);
        thumbnailer.refuse(null);
        thumbnailer.breakDown(new IllegalStateException("a bug"));
        assertThatCode(() -> keyFrame(1)).doesNotThrowAnyException();
        clock.advance(INTERVAL);
        thumbnailer.breakDown(null);

        keyFrame(2);

        assertThat(given).hasSize(1);
        assertThat(shared.stats()).isEqualTo(new ThumbnailStats(1, 2, 0));
    }

    @Test
    void onSample_undecodable_isNoThumbnailOfTheRow() {
        thumbnailer.refuse(new ThumbnailException("no decoder"));
        keyFrame(0);
        runAll(writes);

        assertThat(rows.row(id).hasThumbnail()).isFalse();
    }

    @Test
    void onTracks_otherCodec_isWhatTheNextIsDecodedWith() {
        thumbnails.onTracks(List.of(AUDIO, TestMedia.hevc(640, 360)));

        keyFrame(0);

        assertThat(thumbnailer.asked()).containsExactly("hvc1.1.6.L93.90 0 320");
    }

    @Test
    void onTracks_soundAlone_makesNoPicture() {
        thumbnails.onTracks(List.of(AUDIO));

        thumbnails.onSample(audio(0));
        keyFrame(0);

        assertThat(thumbnailer.asked()).isEmpty();
    }

    @Test
    void end_whileOneIsBeingMade_throwsItAway() {
        thumbnails.onSample(video(0, /* sync= */ true));
        thumbnails.end();

        runAll(decodes);

        assertThat(thumbnailer.asked()).hasSize(1);
        assertThat(given).isEmpty();
        assertThat(writes).isEmpty();
        assertThat(shared.stats().made()).isZero();
    }

    @Test
    void give_firstPicture_isWrittenToTheRowOnce() {
        keyFrame(0);
        assertThat(rows.row(id).hasThumbnail()).isFalse();
        runAll(writes);
        assertThat(rows.row(id).hasThumbnail()).isTrue();
        clock.advance(INTERVAL);

        keyFrame(1);

        assertThat(writes).isEmpty();
    }

    @Test
    void give_databaseAway_isWrittenWithTheNextPicture() {
        rows.lose(true);
        keyFrame(0);
        runAll(writes);
        rows.lose(false);
        clock.advance(INTERVAL);

        keyFrame(1);
        runAll(writes);

        assertThat(given).hasSize(2);
        assertThat(rows.row(id).hasThumbnail()).isTrue();
    }

    @Test
    void isDue_clockSetBack_goesOn() {
        keyFrame(0);
        clock.advance(INTERVAL.multipliedBy(-100));

        keyFrame(1);

        assertThat(given).hasSize(2);
    }
}
