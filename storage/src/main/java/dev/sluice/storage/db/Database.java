package dev.sluice.storage.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.engine.asset.AssetDerivation;
import dev.sluice.engine.asset.AssetIntake;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.SubtitleRepository;
import dev.sluice.engine.asset.ThumbnailRepository;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.job.JobQueue;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.upload.UploadRepository;
import dev.sluice.events.EventHistory;
import dev.sluice.events.EventLog;
import dev.sluice.events.EventRetention;
import dev.sluice.events.EventSignal;
import dev.sluice.events.webhook.DeliveryQueue;
import dev.sluice.events.webhook.Webhooks;
import dev.sluice.identity.AuditLog;
import dev.sluice.identity.IdempotencyStore;
import dev.sluice.identity.InstallationSecrets;
import dev.sluice.identity.RequestLimiter;
import dev.sluice.identity.account.AccountRepository;
import dev.sluice.identity.apikey.ApiKeyRepository;
import dev.sluice.identity.token.RefreshTokenRepository;
import dev.sluice.identity.token.SigningKeyRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open database: embedded or configured, migrated, with a bounded pool. {@link #open} first, then the repositories
 * from any number of virtual threads, {@link #close} last, when nothing uses them any more.
 *
 * <p>A database that goes away makes calls fail within the connection time-out; when it is back, calls succeed again
 * without a restart of the server.
 */
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    /** The network may take this much longer than the database's own time-out before the connection is dropped. */
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(5);

    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration KEEPALIVE = Duration.ofMinutes(2);
    private static final Duration POOL_START_TIMEOUT = Duration.ofSeconds(10);

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private final @Nullable EmbeddedPostgres embedded;
    private final ConnectionDetails details;
    private final HikariDataSource pool;
    private final DSLContext sql;

    private Database(
            @Nullable EmbeddedPostgres embedded, ConnectionDetails details, HikariDataSource pool, DSLContext sql) {
        this.embedded = embedded;
        this.details = details;
        this.pool = pool;
        this.sql = sql;
    }

    /**
     * Opens and migrates. Blocks: about 4 s at the first start of an embedded PostgreSQL, under 2 s after.
     *
     * @throws DatabaseStartException with a message for the operator
     */
    public static Database open(DatabaseSettings settings) {
        long startNs = System.nanoTime();
        Database database = settings.jdbcUrl() == null
                ? openEmbedded(settings, settings.embeddedDirectory().resolve("programs"))
                : connect(
                        null,
                        new ConnectionDetails(settings.jdbcUrl(), settings.user(), settings.password()),
                        settings);
        log.info("Opened {} in {} ms", settings, (System.nanoTime() - startNs) / 1_000_000);
        return database;
    }

    /** As {@link #open}, with PostgreSQL's programs in a directory that many data directories share. */
    static Database openEmbedded(DatabaseSettings settings, Path programs) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(settings.embeddedDirectory(), programs);
        try {
            return connect(postgres, EmbeddedDatabase.ensure(postgres), settings);
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    private static Database connect(
            @Nullable EmbeddedPostgres embedded, ConnectionDetails details, DatabaseSettings settings) {
        Migrations.apply(details);
        HikariDataSource pool = new HikariDataSource(poolConfig(details, settings));
        Settings jooq = new Settings()
                .withQueryTimeout(Math.toIntExact(ceilSeconds(settings.statementTimeout())))
                .withRenderSchema(false)
                .withExecuteLogging(false);
        return new Database(embedded, details, pool, DSL.using(pool, SQLDialect.POSTGRES, jooq));
    }

    private static HikariConfig poolConfig(ConnectionDetails details, DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("sluice-db");
        config.setJdbcUrl(details.jdbcUrl());
        config.setUsername(details.user());
        config.setPassword(details.password());
        config.setMaximumPoolSize(settings.maxConnections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(settings.connectionTimeout().toMillis());
        config.setValidationTimeout(Math.min(
                VALIDATION_TIMEOUT.toMillis(), settings.connectionTimeout().toMillis()));
        config.setInitializationFailTimeout(POOL_START_TIMEOUT.toMillis());
        config.setKeepaliveTime(KEEPALIVE.toMillis());
        config.addDataSourceProperty("connectTimeout", Long.toString(ceilSeconds(settings.connectionTimeout())));
        config.addDataSourceProperty(
                "socketTimeout",
                Long.toString(ceilSeconds(settings.statementTimeout().plus(SOCKET_GRACE))));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "sluice");
        return config;
    }

    private static long ceilSeconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }

    public StreamRepository streams() {
        return new JooqStreamRepository(sql);
    }

    public UploadRepository uploads() {
        return new JooqUploadRepository(sql);
    }

    public ApiKeyRepository apiKeys() {
        return new JooqApiKeyRepository(sql);
    }

    public AuditLog auditLog() {
        return new JooqAuditLog(sql);
    }

    public IdempotencyStore idempotency() {
        return new JooqIdempotencyStore(sql);
    }

    /** Counts together with all other nodes on this database. */
    public RequestLimiter sharedLimiter(InstantSource clock) {
        return new PostgresRequestLimiter(pool, clock);
    }

    public InstallationSecrets secrets() {
        return new JooqInstallationSecrets(sql);
    }

    public EventLog events() {
        return new JooqEventLog(sql);
    }

    public EventHistory eventHistory() {
        return new JooqEventLog(sql);
    }

    public EventRetention eventRetention() {
        return new JooqEventLog(sql);
    }

    /** On a connection of its own, which its caller closes. */
    public EventSignal eventSignal() {
        return new PostgresEventSignal(details);
    }

    public Webhooks webhooks() {
        return new JooqWebhooks(sql);
    }

    public DeliveryQueue deliveries() {
        return new JooqDeliveryQueue(sql);
    }

    public AccountRepository accounts() {
        return new JooqAccountRepository(sql);
    }

    public RefreshTokenRepository refreshTokens() {
        return new JooqRefreshTokenRepository(sql);
    }

    public SigningKeyRepository signingKeys() {
        return new JooqSigningKeyRepository(sql);
    }

    /** @param signals as {@link #signals()} gave them: what is written here is told through them */
    public ChatRepository chat(PostgresSignals signals) {
        return new JooqChatRepository(sql, signals.channel());
    }

    /** New ones with each call, not started. Owned by the caller, who closes them before this. */
    public PostgresSignals signals() {
        return new PostgresSignals(pool, sql, new SignalChannel());
    }

    public AssetRepository assets(InstantSource clock) {
        return new JooqAssetRepository(sql, clock);
    }

    public AssetIntake assetIntake(InstantSource clock) {
        return new JooqAssetRepository(sql, clock);
    }

    public SubtitleRepository subtitles() {
        return new JooqSubtitleRepository(sql);
    }

    public ThumbnailRepository thumbnails() {
        return new JooqThumbnailRepository(sql);
    }

    public AssetDerivation assetDerivation(InstantSource clock) {
        return new JooqAssetRepository(sql, clock);
    }

    public JobLedger jobs() {
        return new JooqJobLedger(sql);
    }

    /**
     * Steps for this node's workers. Owned by the caller, who closes it before this.
     *
     * @param heartbeat a node that is silent for four of them has lost its steps
     */
    public JobQueue jobQueue(String node, int workers, Duration heartbeat) {
        return new DbSchedulerQueue(pool, node, workers, heartbeat);
    }

    /** For readiness checks. @throws RepositoryException when the database does not answer in time */
    public void check() {
        Statements.run("check the database", () -> sql.selectOne().fetch());
    }

    /** For tests: the first column. */
    List<String> texts(String query) {
        return sql.fetch(query).map(row -> row.get(0, String.class));
    }

    /** For tests. */
    void execute(String statement) {
        sql.execute(statement);
    }

    /** The embedded PostgreSQL's URL or the configured one, without secrets. */
    String jdbcUrl() {
        return DatabaseSettings.withoutParameters(pool.getJdbcUrl());
    }

    @Override
    public void close() {
        pool.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
