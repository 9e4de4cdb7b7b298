package dev.sluice.engine.testing;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.upload.NewUpload;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadChunk;
import dev.sluice.engine.upload.UploadKind;
import dev.sluice.engine.upload.UploadRepository;
import dev.sluice.engine.upload.UploadRole;
import dev.sluice.engine.upload.UploadState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Uploads in memory, by the rules of the real ones. Safe for threads. */
public final class FakeUploadRepository implements UploadRepository {
    private static final class Row {
        Upload upload;
        final TreeMap<Integer, UploadChunk> chunks = new TreeMap<>();

        @Nullable
        UUID token;

        @Nullable
        Instant until;

        boolean wanted;

        @Nullable
        Instant endedAt;

        boolean cleaned;

        Row(Upload upload) {
            this.upload = upload;
        }

        boolean isFree(Instant now) {
            return until == null || !until.isAfter(now);
        }

        void end(UploadState state, @Nullable String failure, Instant now) {
            upload = new Change(upload).state(state).failure(failure).done();
            endedAt = now;
            cleaned = false;
        }
    }

    private final Map<AssetId, Row> rows = new LinkedHashMap<>();

    @Override
    public synchronized Optional<Refusal> create(NewUpload upload, int maxOpen, long maxOpenBytes) {
        List<Row> open = open(upload.owner());
        long bytes = open.stream().mapToLong(FakeUploadRepository::openBytes).sum();
        if (open.size() >= maxOpen) {
            return Optional.of(Refusal.TOO_MANY);
        }
        if (bytes + upload.plan().size().orElse(0) > maxOpenBytes) {
            return Optional.of(Refusal.TOO_MANY_BYTES);
        }
        Upload created = new Upload(
                upload.id(),
                upload.owner(),
                upload.kind(),
                UploadState.RECEIVING,
                upload.details(),
                upload.plan(),
                upload.multipartId(),
                0,
                0,
                null,
                null,
                upload.createdAt(),
                upload.expiresAt());
        rows.put(upload.id(), new Row(created));
        return Optional.empty();
    }

    @Override
    public synchronized Optional<Upload> find(Viewpoint viewpoint, AssetId id) {
        return find(id).filter(upload -> viewpoint.manages(upload.owner()));
    }

    @Override
    public synchronized Optional<Upload> find(AssetId id) {
        return Optional.ofNullable(rows.get(id)).map(row -> row.upload);
    }

    @Override
    public synchronized List<UploadChunk> chunks(AssetId id, int fromNumber, int limit) {
        return row(id).chunks.tailMap(fromNumber).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized Optional<Upload> putChunk(AssetId id, UploadChunk chunk, Instant expiresAt) {
        Row row = row(id);
        if (row.upload.state() != UploadState.RECEIVING) {
            return Optional.empty();
        }
        row.chunks.put(chunk.number(), chunk);
        recount(row, expiresAt);
        return Optional.of(row.upload);
    }

    private static void recount(Row row, Instant expiresAt) {
        long bytes =
                row.chunks.values().stream().mapToLong(UploadChunk::sizeBytes).sum();
        row.upload = new Change(row.upload)
                .received(bytes, row.chunks.size())
                .expires(expiresAt)
                .done();
    }

    @Override
    public synchronized void dropChunk(AssetId id, int number) {
        Row row = row(id);
        if (!row.upload.state().isFinal() && row.chunks.remove(number) != null) {
            recount(row, row.upload.expiresAt());
            row.upload = new Change(row.upload).state(UploadState.RECEIVING).done();
        }
    }

    @Override
    public synchronized Optional<Upload> lease(AssetId id, UUID token, Instant now, Instant until) {
        Row row = row(id);
        if (row.upload.state() != UploadState.RECEIVING) {
            return Optional.empty();
        }
        if (!row.isFree(now)) {
            row.wanted = true;
            return Optional.empty();
        }
        hold(row, token, until);
        return Optional.of(row.upload);
    }

    private static void hold(Row row, UUID token, Instant until) {
        row.token = token;
        row.until = until;
        row.wanted = false;
    }

    @Override
    public synchronized Renewal renew(AssetId id, UUID token, Instant until) {
        Row row = row(id);
        if (!token.equals(row.token)) {
            return Renewal.LOST;
        }
        row.until = until;
        return row.wanted ? Renewal.WANTED : Renewal.HELD;
    }

    @Override
    public synchronized void release(AssetId id, UUID token) {
        Row row = rows.get(id);
        if (row != null && token.equals(row.token)) {
            row.token = null;
            row.until = null;
            row.wanted = false;
        }
    }

    @Override
    public synchronized boolean advance(
            AssetId id,
            UUID token,
            List<UploadChunk> parts,
            long receivedBytes,
            @Nullable String tailKey,
            Instant expiresAt) {
        Row row = row(id);
        if (!token.equals(row.token) || row.upload.state() != UploadState.RECEIVING) {
            return false;
        }
        parts.forEach(part -> row.chunks.put(part.number(), part));
        row.upload = new Change(row.upload)
                .received(receivedBytes, row.chunks.size())
                .tail(tailKey)
                .expires(expiresAt)
                .done();
        return true;
    }

    private List<Row> open(Owner owner) {
        return rows.values().stream()
                .filter(row ->
                        row.upload.owner().equals(owner) && !row.upload.state().isFinal())
                .toList();
    }

    private static long openBytes(Row row) {
        return row.upload.plan().size().orElse(row.upload.receivedBytes());
    }

    @Override
    public synchronized boolean grow(AssetId id, UUID token, long receivedBytes, long maxOpenBytes) {
        Row row = row(id);
        long others = open(row.upload.owner()).stream()
                .filter(other -> other != row)
                .mapToLong(FakeUploadRepository::openBytes)
                .sum();
        if (others + receivedBytes > maxOpenBytes) {
            return false;
        }
        if (row.upload.kind() == UploadKind.PULL && token.equals(row.token)) {
            row.upload = new Change(row.upload).received(receivedBytes, 0).done();
        }
        return true;
    }

    @Override
    public synchronized boolean declareSize(AssetId id, long sizeBytes) {
        Row row = row(id);
        if (row.upload.plan().size().isPresent() || row.upload.state() != UploadState.RECEIVING) {
            return false;
        }
        row.upload = new Change(row.upload).size(sizeBytes).done();
        return true;
    }

    @Override
    public synchronized void describe(AssetId id, AssetDetails details, @Nullable String fileName) {
        Row row = row(id);
        row.upload = new Change(row.upload).details(details).done();
    }

    @Override
    public synchronized Optional<Upload> beginCompletion(AssetId id, UUID token, Instant now, Instant until) {
        Row row = row(id);
        boolean whole = row.upload.kind() == UploadKind.DIRECT
                || row.upload.plan().role() == UploadRole.FINAL
                || row.upload.isWhole();
        if (row.upload.state().isFinal() || !whole || (!row.isFree(now) && !token.equals(row.token))) {
            return Optional.empty();
        }
        hold(row, token, until);
        row.upload = new Change(row.upload).state(UploadState.COMPLETING).done();
        return Optional.of(row.upload);
    }

    @Override
    public synchronized boolean completed(AssetId id, UUID token, long sizeBytes, Instant now) {
        Row row = row(id);
        if (!token.equals(row.token) || row.upload.state() != UploadState.COMPLETING) {
            return false;
        }
        row.upload = new Change(row.upload)
                .size(sizeBytes)
                .received(sizeBytes, row.chunks.size())
                .done();
        row.end(UploadState.COMPLETED, null, now);
        return true;
    }

    @Override
    public synchronized boolean end(AssetId id, UploadState state, Instant now) {
        Row row = row(id);
        if (row.upload.state() != UploadState.RECEIVING) {
            return false;
        }
        row.token = null;
        row.until = null;
        row.end(state, null, now);
        return true;
    }

    @Override
    public synchronized boolean failed(AssetId id, UUID token, String failure, Instant now) {
        Row row = row(id);
        if (row.upload.state().isFinal() || (row.token != null && !token.equals(row.token))) {
            return false;
        }
        row.end(UploadState.FAILED, failure, now);
        return true;
    }

    @Override
    public synchronized int expire(Instant now, int limit) {
        List<Row> due = select(row -> !row.upload.expiresAt().isAfter(now) && isIdle(row, now), limit);
        due.forEach(row -> row.end(UploadState.EXPIRED, null, now));
        return due.size();
    }

    @Override
    public synchronized List<Upload> claimUncleaned(UUID token, Instant now, Instant until, int limit) {
        return claim(row -> row.endedAt != null && !row.cleaned && row.isFree(now), token, until, limit);
    }

    private List<Upload> claim(Predicate<Row> wanted, UUID token, Instant until, int limit) {
        List<Row> due = select(wanted, limit);
        due.forEach(row -> hold(row, token, until));
        return due.stream().map(row -> row.upload).toList();
    }

    private List<Row> select(Predicate<Row> wanted, int limit) {
        return rows.values().stream().filter(wanted).limit(limit).toList();
    }

    @Override
    public synchronized void cleaned(AssetId id) {
        Row row = rows.get(id);
        if (row != null && row.endedAt != null) {
            row.cleaned = true;
            row.token = null;
            row.until = null;
        }
    }

    @Override
    public synchronized List<AssetId> stranded(Instant now, int limit) {
        return select(row -> row.isFree(now) && isStranded(row.upload), limit).stream()
                .map(row -> row.upload.id())
                .toList();
    }

    private static boolean isIdle(Row row, Instant now) {
        return switch (row.upload.state()) {
            case RECEIVING -> row.isFree(now);
            case COMPLETED -> row.upload.plan().role() == UploadRole.PARTIAL;
            default -> false;
        };
    }

    private static boolean isStranded(Upload upload) {
        return switch (upload.state()) {
            case COMPLETING -> true;
            case RECEIVING -> upload.kind() == UploadKind.TUS && upload.isWhole();
            default -> false;
        };
    }

    @Override
    public synchronized List<Upload> claimPulls(UUID token, Instant now, Instant until, int limit) {
        Predicate<Row> waiting = row ->
                row.upload.kind() == UploadKind.PULL && row.upload.state() == UploadState.RECEIVING && row.isFree(now);
        rows.values().stream()
                .filter(waiting)
                .forEach(row ->
                        row.upload = new Change(row.upload).received(0, 0).done());
        return claim(waiting, token, until, limit);
    }

    @Override
    public synchronized int forget(Instant endedBefore, int limit) {
        List<AssetId> gone = new ArrayList<>();
        rows.forEach((id, row) -> {
            if (row.endedAt != null && row.endedAt.isBefore(endedBefore) && row.cleaned) {
                gone.add(id);
            }
        });
        gone.forEach(rows::remove);
        return gone.size();
    }

    private Row row(AssetId id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new AssertionError("no upload " + id);
        }
        return row;
    }

    /** A row with some columns changed. */
    private static final class Change {
        private final Upload before;
        private UploadState state;
        private AssetDetails details;
        private Upload.Plan plan;
        private long receivedBytes;
        private int receivedChunks;
        private @Nullable String tailKey;
        private @Nullable String failure;
        private Instant expiresAt;

        Change(Upload before) {
            this.before = before;
            this.state = before.state();
            this.details = before.details();
            this.plan = before.plan();
            this.receivedBytes = before.receivedBytes();
            this.receivedChunks = before.receivedChunks();
            this.tailKey = before.tailKey();
            this.failure = before.failure();
            this.expiresAt = before.expiresAt();
        }

        Change state(UploadState changed) {
            state = changed;
            return this;
        }

        Change details(AssetDetails changed) {
            details = changed;
            return this;
        }

        Change size(long bytes) {
            plan = plan.ofSize(bytes);
            return this;
        }

        Change received(long bytes, int chunks) {
            receivedBytes = bytes;
            receivedChunks = chunks;
            return this;
        }

        Change tail(@Nullable String key) {
            tailKey = key;
            return this;
        }

        Change failure(@Nullable String reason) {
            failure = reason;
            return this;
        }

        Change expires(Instant changed) {
            expiresAt = changed;
            return this;
        }

        Upload done() {
            return new Upload(
                    before.id(),
                    before.owner(),
                    before.kind(),
                    state,
                    details,
                    plan,
                    before.multipartId(),
                    receivedBytes,
                    receivedChunks,
                    tailKey,
                    failure,
                    before.createdAt(),
                    expiresAt);
        }
    }
}
