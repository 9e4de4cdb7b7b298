package dev.sluice.storage.db;

import dev.sluice.engine.port.RepositoryException;
import dev.sluice.identity.RequestLimiter;
import dev.sluice.identity.Tier;
import dev.sluice.identity.limit.TierLimits;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;

/** Counts in the table {@code request_bucket}, together with all other nodes: one transaction per request. */
final class PostgresRequestLimiter implements RequestLimiter {
    private static final Duration KEEP_FULL_BUCKETS = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;

    PostgresRequestLimiter(DataSource pool, InstantSource clock) {
        this.clock = clock;
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(pool)
                .table("request_bucket")
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .requestTimeout(TIMEOUT)
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEEP_FULL_BUCKETS))
                .build();
    }

    @Override
    public Verdict take(String who, Tier tier, int cost) {
        Instant now = clock.instant();
        Optional<BucketConfiguration> limits = TierLimits.buckets(tier);
        if (limits.isEmpty()) {
            return TierLimits.unlimited(now);
        }
        try {
            BucketProxy bucket = buckets.builder().build(tier + " " + who, limits::get);
            return TierLimits.verdict(tier, bucket.tryConsumeAndReturnRemaining(cost), now);
        } catch (RuntimeException failed) { // Whatever the library or the driver throws: the database did not count.
            throw new RepositoryException("cannot count a request: " + failed.getMessage(), failed);
        }
    }

    @Override
    public int sweep(int limit) {
        return buckets.removeExpired(limit);
    }
}
