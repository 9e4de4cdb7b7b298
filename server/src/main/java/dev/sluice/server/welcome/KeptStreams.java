package dev.sluice.server.welcome;

import dev.sluice.engine.LiveEngine;
import dev.sluice.engine.control.CreatedStream;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.Visibility;
import dev.sluice.identity.Principal;
import dev.sluice.server.life.DataDirectory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;

/** Streams made by the server itself, so that a newcomer can publish before having called any API. */
public final class KeptStreams {
    private static final Owner OWNER = new Owner(Principal.DEFAULT_TENANT, "server");

    private final StreamControl streams;
    private final DataDirectory data;

    @Inject
    KeptStreams(LiveEngine engine, DataDirectory data) {
        this.streams = engine.control();
        this.data = data;
    }

    /**
     * The stream kept under a file name; made anew when there is none, or it was stopped for good. Blocks on the
     * database.
     */
    public KeptStream keep(String file, String title) throws IOException {
        Optional<KeptStream> kept = find(file);
        return kept.isPresent() ? kept.get() : create(file, title);
    }

    /** The same, but makes one only while the database has no stream at all. */
    public Optional<KeptStream> keepIfFirst(String file, String title) throws IOException {
        Optional<KeptStream> kept = find(file);
        if (kept.isPresent()
                || streams.list(StreamQuery.newest(null, null, /* limit= */ 1)).total() > 0) {
            return kept;
        }
        return Optional.of(create(file, title));
    }

    private Optional<KeptStream> find(String file) throws IOException {
        Optional<KeptStream> kept = data.read(file).flatMap(KeptStreams::parse);
        return kept.filter(stream ->
                streams.find(stream.id()).filter(row -> !row.stopped()).isPresent());
    }

    private KeptStream create(String file, String title) throws IOException {
        CreatedStream created = streams.create(OWNER, StreamDetails.titled(title, Visibility.PUBLIC));
        StreamRecord row = created.stream();
        data.write(file, row.id() + " " + created.streamKey());
        return new KeptStream(row.id(), created.streamKey());
    }

    private static Optional<KeptStream> parse(String line) {
        String[] parts = line.split(" ");
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KeptStream(StreamId.parse(parts[0]), parts[1]));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
