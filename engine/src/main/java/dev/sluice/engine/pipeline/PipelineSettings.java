package dev.sluice.engine.pipeline;

import dev.sluice.engine.live.SubscriptionSettings;
import java.time.Duration;

/**
 * How a live stream is made into a presentation.
 *
 * @param targetSegmentDuration what segments aim at, whole seconds
 * @param partDuration what parts of segments aim at
 * @param windowDuration how much a live playlist offers
 * @param queue between the stream and its pipeline
 * @param transcodeRestarts how often in a row a broken transcoder is started anew before the source alone is offered
 * @param transcodeRestartDelay before the first restart; doubled each time
 * @param edgeLinger how long the files of an ended stream stay in memory for players that are still behind
 * @param edgeMaxBytes files of one stream in memory; the oldest segments go first
 */
public record PipelineSettings(
        LadderSettings ladder,
        Duration targetSegmentDuration,
        Duration partDuration,
        Duration windowDuration,
        SubscriptionSettings queue,
        int transcodeRestarts,
        Duration transcodeRestartDelay,
        Duration edgeLinger,
        long edgeMaxBytes) {
    public static final PipelineSettings DEFAULTS = new PipelineSettings(
            LadderSettings.DEFAULTS,
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            SubscriptionSettings.DEFAULTS,
            /* transcodeRestarts= */ 2,
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            /* edgeMaxBytes= */ 256L << 20);

    public PipelineSettings {
        if (targetSegmentDuration.compareTo(Duration.ofSeconds(1)) < 0
                || targetSegmentDuration.compareTo(Duration.ofSeconds(30)) > 0
                || targetSegmentDuration.toMillisPart() != 0) {
            throw new IllegalArgumentException("targetSegmentDuration must be 1 to 30 whole seconds");
        }
        if (!partDuration.isPositive() || partDuration.compareTo(targetSegmentDuration) > 0) {
            throw new IllegalArgumentException("partDuration must be above zero and at most a segment");
        }
        if (windowDuration.compareTo(targetSegmentDuration.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException("windowDuration must hold at least three segments");
        }
        if (transcodeRestarts < 0 || transcodeRestartDelay.isNegative() || edgeLinger.isNegative()) {
            throw new IllegalArgumentException("restarts, delays and linger must not be negative");
        }
        if (edgeMaxBytes < 1) {
            throw new IllegalArgumentException("edgeMaxBytes must be above zero");
        }
    }

    /** The same with another ladder. */
    public PipelineSettings withLadder(LadderSettings other) {
        return new PipelineSettings(
                other,
                targetSegmentDuration,
                partDuration,
                windowDuration,
                queue,
                transcodeRestarts,
                transcodeRestartDelay,
                edgeLinger,
                edgeMaxBytes);
    }
}
