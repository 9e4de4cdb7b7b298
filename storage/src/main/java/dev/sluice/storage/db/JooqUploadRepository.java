package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.UPLOAD;
import static dev.sluice.storage.db.generated.Tables.UPLOAD_CHUNK;

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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Uploads and their chunks. A change of state is one UPDATE whose condition is the rule; what counts chunks holds the
 * upload's row meanwhile.
 */
final class JooqUploadRepository implements UploadRepository {
    private static final String OWNER_LOCK = "upload owner ";

    private final DSLContext sql;

    JooqUploadRepository(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Refusal> create(NewUpload upload, int maxOpen, long maxOpenBytes) {
        long declared = upload.plan().size().orElse(0);
        return inTransaction("create upload " + upload.id(), tx -> {
            lockOwner(tx, upload.owner());
            Record open = open(tx, upload.owner(), DSL.noCondition());
            if (open.get(0, Integer.class) >= maxOpen) {
                return Optional.of(Refusal.TOO_MANY);
            }
            if (declared > maxOpenBytes - open.get(1, Long.class)) {
                return Optional.of(Refusal.TOO_MANY_BYTES);
            }
            UploadRows.insert(tx, upload);
            return Optional.empty();
        });
    }

    /** One at a time for each owner, on all nodes: what is counted stays true until it is written down. */
    private static void lockOwner(DSLContext tx, Owner owner) {
        tx.execute(
                "select pg_advisory_xact_lock(hashtextextended({0}, 0))",
                DSL.val(OWNER_LOCK + owner.tenant() + " " + owner.id()));
    }

    /** How many uploads of an owner are open, and how many bytes they have or will have. */
    private static Record open(DSLContext tx, Owner owner, Condition which) {
        return tx.select(
                        DSL.count(),
                        DSL.coalesce(DSL.sum(DSL.coalesce(UPLOAD.SIZE_BYTES, UPLOAD.RECEIVED_BYTES)), DSL.val(0)))
                .from(UPLOAD)
                .where(
                        UPLOAD.TENANT.eq(owner.tenant()),
                        UPLOAD.OWNER.eq(owner.id()),
                        UPLOAD.STATE.in(DSL.inline(UploadState.RECEIVING), DSL.inline(UploadState.COMPLETING)),
                        which)
                .fetchSingle();
    }

    @Override
    public boolean grow(AssetId id, UUID token, long receivedBytes, long maxOpenBytes) {
        return inTransaction("count the bytes of upload " + id, tx -> {
            Optional<Upload> upload = tx.selectFrom(UPLOAD)
                    .where(is(id), UPLOAD.LEASE_TOKEN.eq(token))
                    .fetchOptional(UploadRows::toUpload);
            if (upload.isEmpty()) {
                return true; // The lease was lost: whoever writes next finds out.
            }
            lockOwner(tx, upload.get().owner());
            long others =
                    open(tx, upload.get().owner(), UPLOAD.ID.ne(id.value())).get(1, Long.class);
            if (receivedBytes > maxOpenBytes - others) {
                return false;
            }
            // Others write down what came with their parts; of a pull nothing is kept before its end.
            tx.update(UPLOAD)
                    .set(UPLOAD.RECEIVED_BYTES, receivedBytes)
                    .where(is(id), UPLOAD.LEASE_TOKEN.eq(token), UPLOAD.KIND.eq(UploadKind.PULL))
                    .execute();
            return true;
        });
    }

    @Override
    public Optional<Upload> find(Viewpoint viewpoint, AssetId id) {
        Condition owned = viewpoint.ownerId() == null ? DSL.noCondition() : UPLOAD.OWNER.eq(viewpoint.ownerId());
        return Statements.run("find upload " + id, () -> sql.selectFrom(UPLOAD)
                .where(is(id), UPLOAD.TENANT.eq(viewpoint.tenant()), owned)
                .fetchOptional(UploadRows::toUpload));
    }

    @Override
    public Optional<Upload> find(AssetId id) {
        return Statements.run(
                "find upload " + id, () -> sql.selectFrom(UPLOAD).where(is(id)).fetchOptional(UploadRows::toUpload));
    }

    @Override
    public List<UploadChunk> chunks(AssetId id, int fromNumber, int limit) {
        return Statements.run("list the chunks of upload " + id, () -> sql.selectFrom(UPLOAD_CHUNK)
                .where(UPLOAD_CHUNK.UPLOAD_ID.eq(id.value()), UPLOAD_CHUNK.NUMBER.ge(fromNumber))
                .orderBy(UPLOAD_CHUNK.NUMBER)
                .limit(limit)
                .fetch(UploadRows::toChunk));
    }

    @Override
    public Optional<Upload> putChunk(AssetId id, UploadChunk chunk, Instant expiresAt) {
        return inTransaction("write down chunk " + chunk.number() + " of upload " + id, tx -> {
            if (!lock(tx, id, UploadState.RECEIVING)) {
                return Optional.empty();
            }
            Integer before = deleteChunk(tx, id, chunk.number());
            UploadRows.insertChunk(tx, id, chunk);
            return Optional.of(tx.update(UPLOAD)
                    .set(
                            UPLOAD.RECEIVED_BYTES,
                            UPLOAD.RECEIVED_BYTES.plus((long) chunk.sizeBytes() - (before == null ? 0 : before)))
                    .set(UPLOAD.RECEIVED_CHUNKS, UPLOAD.RECEIVED_CHUNKS.plus(before == null ? 1 : 0))
                    .set(UPLOAD.EXPIRES_AT, expiresAt)
                    .where(is(id))
                    .returning()
                    .fetchSingle(UploadRows::toUpload));
        });
    }

    @Override
    public void dropChunk(AssetId id, int number) {
        inTransaction("drop chunk " + number + " of upload " + id, tx -> {
            if (!lock(tx, id, UploadState.RECEIVING) && !lock(tx, id, UploadState.COMPLETING)) {
                return false;
            }
            Integer before = deleteChunk(tx, id, number);
            if (before != null) {
                tx.update(UPLOAD)
                        .set(UPLOAD.STATE, UploadState.RECEIVING)
                        .set(UPLOAD.RECEIVED_BYTES, UPLOAD.RECEIVED_BYTES.minus((long) before))
                        .set(UPLOAD.RECEIVED_CHUNKS, UPLOAD.RECEIVED_CHUNKS.minus(1))
                        .where(is(id))
                        .execute();
            }
            return true;
        });
    }

    private static boolean lock(DSLContext tx, AssetId id, UploadState state) {
        return tx.selectOne()
                .from(UPLOAD)
                .where(is(id), UPLOAD.STATE.eq(state))
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
    }

    /** Its size, null when it was not there. */
    private static @Nullable Integer deleteChunk(DSLContext tx, AssetId id, int number) {
        return tx.deleteFrom(UPLOAD_CHUNK)
                .where(UPLOAD_CHUNK.UPLOAD_ID.eq(id.value()), UPLOAD_CHUNK.NUMBER.eq(number))
                .returning(UPLOAD_CHUNK.SIZE_BYTES)
                .fetchOne(UPLOAD_CHUNK.SIZE_BYTES);
    }

    @Override
    public Optional<Upload> lease(AssetId id, UUID token, Instant now, Instant until) {
        return inTransaction("lease upload " + id, tx -> {
            Optional<Upload> leased = tx.update(UPLOAD)
                    .set(UPLOAD.LEASE_TOKEN, token)
                    .set(UPLOAD.LEASE_UNTIL, until)
                    .set(UPLOAD.LEASE_WANTED, false)
                    .where(is(id), UPLOAD.STATE.eq(UploadState.RECEIVING), free(now))
                    .returning()
                    .fetchOptional(UploadRows::toUpload);
            if (leased.isEmpty()) {
                tx.update(UPLOAD)
                        .set(UPLOAD.LEASE_WANTED, true)
                        .where(is(id), UPLOAD.STATE.eq(UploadState.RECEIVING), UPLOAD.LEASE_WANTED.isFalse())
                        .execute();
            }
            return leased;
        });
    }

    @Override
    public Renewal renew(AssetId id, UUID token, Instant until) {
        return Statements.run("renew the lease of upload " + id, () -> sql.update(UPLOAD)
                .set(UPLOAD.LEASE_UNTIL, until)
                .where(is(id), UPLOAD.LEASE_TOKEN.eq(token))
                .returning(UPLOAD.LEASE_WANTED)
                .fetchOptional(UPLOAD.LEASE_WANTED)
                .map(wanted -> wanted ? Renewal.WANTED : Renewal.HELD)
                .orElse(Renewal.LOST));
    }

    @Override
    public void release(AssetId id, UUID token) {
        Statements.run("give the lease of upload " + id + " back", () -> sql.update(UPLOAD)
                .setNull(UPLOAD.LEASE_TOKEN)
                .setNull(UPLOAD.LEASE_UNTIL)
                .set(UPLOAD.LEASE_WANTED, false)
                .where(is(id), UPLOAD.LEASE_TOKEN.eq(token))
                .execute());
    }

    @Override
    public boolean advance(
            AssetId id,
            UUID token,
            List<UploadChunk> parts,
            long receivedBytes,
            @Nullable String tailKey,
            Instant expiresAt) {
        return inTransaction("advance upload " + id, tx -> {
            int advanced = tx.update(UPLOAD)
                    .set(UPLOAD.RECEIVED_BYTES, receivedBytes)
                    .set(UPLOAD.RECEIVED_CHUNKS, UPLOAD.RECEIVED_CHUNKS.plus(parts.size()))
                    .set(UPLOAD.TAIL_KEY, tailKey)
                    .set(UPLOAD.EXPIRES_AT, expiresAt)
                    .where(is(id), UPLOAD.STATE.eq(UploadState.RECEIVING), UPLOAD.LEASE_TOKEN.eq(token))
                    .execute();
            if (advanced == 1) {
                parts.forEach(part -> UploadRows.insertChunk(tx, id, part));
            }
            return advanced == 1;
        });
    }

    @Override
    public boolean declareSize(AssetId id, long sizeBytes) {
        return Statements.run(
                "declare the size of upload " + id,
                () -> sql.update(UPLOAD)
                                .set(UPLOAD.SIZE_BYTES, sizeBytes)
                                .where(is(id), UPLOAD.SIZE_BYTES.isNull(), UPLOAD.STATE.eq(UploadState.RECEIVING))
                                .execute()
                        == 1);
    }

    @Override
    public void describe(AssetId id, AssetDetails details, @Nullable String fileName) {
        Statements.run("describe upload " + id, () -> sql.update(UPLOAD)
                .set(UPLOAD.TITLE, details.title())
                .set(UPLOAD.DESCRIPTION, details.description())
                .set(UPLOAD.VISIBILITY, details.visibility())
                .set(UPLOAD.TAGS, details.tags().toArray(String[]::new))
                .set(UPLOAD.PROFILE, details.profile())
                .set(UPLOAD.METADATA, JSONB.valueOf(details.metadataJson()))
                .set(UPLOAD.FILE_NAME, fileName)
                .where(is(id), UPLOAD.STATE.eq(UploadState.RECEIVING))
                .execute());
    }

    @Override
    public Optional<Upload> beginCompletion(AssetId id, UUID token, Instant now, Instant until) {
        Condition whole = UPLOAD.KIND
                .eq(UploadKind.DIRECT)
                .or(UPLOAD.ROLE.eq(UploadRole.FINAL))
                .or(UPLOAD.RECEIVED_BYTES.eq(UPLOAD.SIZE_BYTES));
        return Statements.run("begin to complete upload " + id, () -> sql.update(UPLOAD)
                .set(UPLOAD.STATE, UploadState.COMPLETING)
                .set(UPLOAD.LEASE_TOKEN, token)
                .set(UPLOAD.LEASE_UNTIL, until)
                .set(UPLOAD.LEASE_WANTED, false)
                .where(
                        is(id),
                        UPLOAD.STATE.in(UploadState.RECEIVING, UploadState.COMPLETING),
                        free(now).or(UPLOAD.LEASE_TOKEN.eq(token)),
                        whole)
                .returning()
                .fetchOptional(UploadRows::toUpload));
    }

    @Override
    public boolean completed(AssetId id, UUID token, long sizeBytes, Instant now) {
        return Statements.run(
                "complete upload " + id,
                () -> sql.update(UPLOAD)
                                .set(UPLOAD.STATE, UploadState.COMPLETED)
                                .set(UPLOAD.SIZE_BYTES, sizeBytes)
                                .set(UPLOAD.RECEIVED_BYTES, sizeBytes)
                                .set(UPLOAD.ENDED_AT, now)
                                .where(is(id), UPLOAD.STATE.eq(UploadState.COMPLETING), UPLOAD.LEASE_TOKEN.eq(token))
                                .execute()
                        == 1);
    }

    @Override
    public boolean end(AssetId id, UploadState state, Instant now) {
        return Statements.run(
                "end upload " + id,
                () -> sql.update(UPLOAD)
                                .set(UPLOAD.STATE, state)
                                .set(UPLOAD.ENDED_AT, now)
                                .setNull(UPLOAD.LEASE_TOKEN)
                                .setNull(UPLOAD.LEASE_UNTIL)
                                .where(is(id), UPLOAD.STATE.eq(UploadState.RECEIVING))
                                .execute()
                        == 1);
    }

    @Override
    public boolean failed(AssetId id, UUID token, String failure, Instant now) {
        return Statements.run(
                "fail upload " + id,
                () -> sql.update(UPLOAD)
                                .set(UPLOAD.STATE, UploadState.FAILED)
                                .set(UPLOAD.FAILURE, failure)
                                .set(UPLOAD.ENDED_AT, now)
                                .where(
                                        is(id),
                                        UPLOAD.STATE.in(UploadState.RECEIVING, UploadState.COMPLETING),
                                        UPLOAD.LEASE_TOKEN.eq(token).or(UPLOAD.LEASE_TOKEN.isNull()))
                                .execute()
                        == 1);
    }

    @Override
    public int expire(Instant now, int limit) {
        Condition idle = UPLOAD.STATE
                .eq(UploadState.RECEIVING)
                .and(free(now))
                .or(UPLOAD.STATE.eq(UploadState.COMPLETED).and(UPLOAD.ROLE.eq(UploadRole.PARTIAL)));
        return Statements.run("expire uploads", () -> {
            var due = sql.select(UPLOAD.ID)
                    .from(UPLOAD)
                    .where(UPLOAD.EXPIRES_AT.le(now), idle)
                    .limit(limit)
                    .forNoKeyUpdate()
                    .skipLocked();
            return sql.update(UPLOAD)
                    .set(UPLOAD.STATE, UploadState.EXPIRED)
                    .set(UPLOAD.ENDED_AT, now)
                    .set(UPLOAD.CLEANED, false)
                    .where(UPLOAD.ID.in(due))
                    .execute();
        });
    }

    @Override
    public List<Upload> claimUncleaned(UUID token, Instant now, Instant until, int limit) {
        Condition ended = UPLOAD.ENDED_AT.isNotNull().and(UPLOAD.CLEANED.isFalse());
        return claim("claim ended uploads", ended, UPLOAD.RECEIVED_BYTES, token, now, until, limit);
    }

    @Override
    public void cleaned(AssetId id) {
        Statements.run("say that upload " + id + " left nothing", () -> sql.update(UPLOAD)
                .set(UPLOAD.CLEANED, true)
                .setNull(UPLOAD.LEASE_TOKEN)
                .setNull(UPLOAD.LEASE_UNTIL)
                .where(is(id), UPLOAD.ENDED_AT.isNotNull())
                .execute());
    }

    @Override
    public List<AssetId> stranded(Instant now, int limit) {
        Condition whole = UPLOAD.KIND.eq(UploadKind.TUS).and(UPLOAD.RECEIVED_BYTES.eq(UPLOAD.SIZE_BYTES));
        return Statements.run("find uploads that nobody completes", () -> sql.select(UPLOAD.ID)
                .from(UPLOAD)
                .where(
                        UPLOAD.STATE
                                .eq(UploadState.COMPLETING)
                                .or(UPLOAD.STATE.eq(UploadState.RECEIVING).and(whole)),
                        free(now))
                .limit(limit)
                .fetch(row -> new AssetId(row.get(UPLOAD.ID))));
    }

    @Override
    public List<Upload> claimPulls(UUID token, Instant now, Instant until, int limit) {
        Condition waiting = UPLOAD.KIND.eq(UploadKind.PULL).and(UPLOAD.STATE.eq(UploadState.RECEIVING));
        return claim("claim pulls", waiting, DSL.inline(0L), token, now, until, limit);
    }

    private List<Upload> claim(
            String what,
            Condition wanted,
            Field<Long> receivedBytes,
            UUID token,
            Instant now,
            Instant until,
            int limit) {
        return Statements.run(what, () -> {
            var due = sql.select(UPLOAD.ID)
                    .from(UPLOAD)
                    .where(wanted, free(now))
                    .orderBy(UPLOAD.CREATED_AT)
                    .limit(limit)
                    .forNoKeyUpdate()
                    .skipLocked();
            return sql.update(UPLOAD)
                    .set(UPLOAD.LEASE_TOKEN, token)
                    .set(UPLOAD.LEASE_UNTIL, until)
                    .set(UPLOAD.LEASE_WANTED, false)
                    .set(UPLOAD.RECEIVED_BYTES, receivedBytes)
                    .where(UPLOAD.ID.in(due))
                    .returning()
                    .fetch(UploadRows::toUpload);
        });
    }

    @Override
    public int forget(Instant endedBefore, int limit) {
        return Statements.run("forget ended uploads", () -> sql.deleteFrom(UPLOAD)
                .where(UPLOAD.ID.in(sql.select(UPLOAD.ID)
                        .from(UPLOAD)
                        .where(UPLOAD.ENDED_AT.lt(endedBefore), UPLOAD.CLEANED.isTrue())
                        .limit(limit)
                        .forUpdate()
                        .skipLocked()))
                .execute());
    }

    private static Condition is(AssetId id) {
        return UPLOAD.ID.eq(id.value());
    }

    private static Condition free(Instant now) {
        return UPLOAD.LEASE_UNTIL.isNull().or(UPLOAD.LEASE_UNTIL.le(now));
    }

    private <T> T inTransaction(String what, Function<DSLContext, T> work) {
        return Statements.run(what, () -> sql.transactionResult(tx -> work.apply(tx.dsl())));
    }
}
