package dev.sluice.engine;

import static dev.sluice.engine.testing.TestMedia.AUDIO;
import static dev.sluice.engine.testing.TestMedia.FRAME;
import static dev.sluice.engine.testing.TestMedia.VIDEO;
import static dev.sluice.engine.testing.TestMedia.audio;
import static dev.sluice.engine.testing.TestMedia.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.control.CreatedStream;
import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.Publication;
import dev.sluice.engine.live.PublishAnswer;
import dev.sluice.engine.live.PublishAnswer.Accepted;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagedObject.Kind;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.Visibility;
import dev.sluice.engine.testing.Await;
import dev.sluice.engine.testing.FakeObjectStore;
import dev.sluice.engine.testing.FakePackager;
import dev.sluice.engine.testing.FakePublisherConnection;
import dev.sluice.engine.testing.FakeStreamRepository;
import dev.sluice.engine.testing.FakeThumbnailer;
import dev.sluice.engine.testing.FakeTranscoder;
import dev.sluice.engine.testing.FakeViewers;
import dev.sluice.engine.testing.TestMedia;
import dev.sluice.engine.thumbnail.ThumbnailStats;
import dev.sluice.testing.MutableClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine as the server wires it, over fakes of its ports and on its own threads. */
class LiveEngineTest {
    private final MutableClock clock = new MutableClock();
    private final FakeStreamRepository repository = new FakeStreamRepository();
    private final FakeTranscoder transcoder = new FakeTranscoder();
    private final FakePackager packager = new FakePackager();
    private final FakeThumbnailer thumbnailer = new FakeThumbnailer();
    private final FakeObjectStore store = new FakeObjectStore();
    private final FakePublisherConnection connection = new FakePublisherConnection();
    private final LiveEngine engine = new LiveEngine(
            EngineSettings.DEFAULTS,
            new EnginePorts(repository, transcoder, packager, thumbnailer, store, new FakeViewers()),
            clock,
            "node-1");

    @AfterEach
    void close() {
        engine.close();
    }

    private CreatedStream create() {
        return engine.control().create(FakeStreamRepository.OWNER, StreamDetails.titled("title", Visibility.PUBLIC));
    }

    private PublishAnswer publish(CreatedStream stream) {
        return Await.value(engine.ingest().publish(connection.request(stream.streamKey())));
    }

    private static void give(Publication publication, int frames) {
        for (int frame = 0; frame < frames; frame++) {
            publication.onSample(video(frame * FRAME, frame % 60 == 0));
            publication.onSample(audio(frame * 1600L));
        }
    }

    @Test
    void publish_media_goesThroughThePipelineToEdgeAndStoreAndEnds() {
        engine.start();
        CreatedStream stream = create();
        StreamId id = stream.stream().id();
        Publication publication = ((Accepted) publish(stream)).publication();
        publication.onTracks(List.of(VIDEO, AUDIO));
        give(publication, 200);
        Await.until("a presentation", () -> !packager.sessions().isEmpty());
        packager.session()
                .listener
                .onObject(new PackagedObject("720p/1.m4s", Kind.SEGMENT, List.of(TestMedia.bytes(9))));

        Await.until("stored", () -> store.keys()
                .equals(List.of("live/" + id + "/720p/1.m4s", "live/" + id + "/thumb.jpg")));
        assertThat(engine.edge().find(id, "720p/1.m4s")).isPresent();
        assertThat(engine.edge().find(id, "thumb.jpg")).isPresent();
        Await.until("announced", () -> repository.row(id).hasThumbnail());
        assertThat(engine.thumbnailStats()).isEqualTo(new ThumbnailStats(/* made= */ 1, 0, 0));
        assertThat(engine.figures()).containsOnlyKeys(id);
        publication.end(EndReason.PUBLISHER_LEFT);

        Await.until("row ended", () -> repository.row(id).status() == StreamStatus.ENDED);
        Await.until("finished", () -> packager.session().calls().contains("finish"));
        assertThat(packager.session().samples("720p")).hasSize(200);
        Await.until("left", () -> engine.figures().isEmpty());
        assertThat(engine.edgeEvictions()).isZero();
    }

    @Test
    void close_live_endsEverythingInOrderAndIsIdempotent() {
        engine.start();
        CreatedStream stream = create();
        Publication publication = ((Accepted) publish(stream)).publication();
        publication.onTracks(List.of(VIDEO, AUDIO));
        give(publication, 130);

        engine.close();

        assertThat(connection.farewells()).containsExactly("SHUTDOWN: the server is shutting down");
        assertThat(packager.session().calls()).endsWith("end period", "finish");
        assertThat(transcoder.last().closed).isEqualTo(1);
        assertThat(repository.row(stream.stream().id()).status()).isEqualTo(StreamStatus.ENDED);
        engine.close();
        assertThat(publish(stream)).isInstanceOf(PublishAnswer.Refused.class);
        publication.onSample(video(900_000, true));
        publication.end(EndReason.PUBLISHER_LEFT);
        assertThatThrownBy(engine::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_withoutStart_isQuiet() {
        engine.close();

        assertThat(publish(create())).isInstanceOf(PublishAnswer.Refused.class);
    }

    @Test
    void start_databaseAway_failsAndMayBeTriedAgain() {
        repository.lose(true);
        assertThatThrownBy(engine::start).isInstanceOf(RepositoryException.class);
        repository.lose(false);

        engine.start();
        engine.start();

        assertThat(publish(create())).isInstanceOf(Accepted.class);
    }
}
