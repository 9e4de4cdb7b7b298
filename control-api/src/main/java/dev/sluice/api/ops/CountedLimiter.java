package dev.sluice.api.ops;

import dev.sluice.identity.RequestLimiter;
import dev.sluice.identity.Tier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts the requests that another limiter refuses, by tier. */
public final class CountedLimiter implements RequestLimiter {
    private final RequestLimiter limiter;
    private final Map<Tier, Counter> refusals = new EnumMap<>(Tier.class);

    public CountedLimiter(RequestLimiter limiter, MeterRegistry registry) {
        this.limiter = limiter;
        for (Tier tier : Tier.values()) {
            refusals.put(
                    tier,
                    Counter.builder("sluice.limits.refused")
                            .tag("tier", tier.name().toLowerCase(Locale.ROOT))
                            .description("Requests refused because their caller's limit was spent")
                            .register(registry));
        }
    }

    @Override
    public Verdict take(String who, Tier tier, int cost) {
        Verdict verdict = limiter.take(who, tier, cost);
        Counter counter = refusals.get(tier);
        if (!verdict.allowed() && counter != null) {
            counter.increment();
        }
        return verdict;
    }

    @Override
    public int sweep(int limit) {
        return limiter.sweep(limit);
    }
}
