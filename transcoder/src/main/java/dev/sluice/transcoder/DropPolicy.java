package dev.sluice.transcoder;

/**
 * Decides which pictures a live session gives up when its encoders fall behind: first one in two, then one in three and
 * so on, evenly; past the hard bound everything up to the next segment boundary. One thread.
 */
final class DropPolicy {
    private static final int STEPS = 4;

    private final long dropDelayTicks;
    private final long maxDelayTicks;
    private boolean thinning;
    private boolean waitingForBoundary;
    private int sinceKept;

    DropPolicy(long dropDelayTicks, long maxDelayTicks) {
        this.dropDelayTicks = dropDelayTicks;
        this.maxDelayTicks = maxDelayTicks;
    }

    /**
     * @param delayTicks how far this picture is behind the newest sample
     * @param carriesBoundary such a picture is always kept: every rung needs its key frame
     */
    boolean keep(long delayTicks, boolean carriesBoundary) {
        thinning = delayTicks > (thinning ? dropDelayTicks / 2 : dropDelayTicks);
        if (delayTicks > maxDelayTicks) {
            waitingForBoundary = true;
        }
        if (carriesBoundary) {
            waitingForBoundary = false;
            sinceKept = 0;
            return true;
        }
        if (waitingForBoundary) {
            return false;
        }
        sinceKept++;
        if (thinning && sinceKept < keepOneIn(delayTicks)) {
            return false;
        }
        sinceKept = 0;
        return true;
    }

    private long keepOneIn(long delayTicks) {
        long over = Math.max(0, delayTicks - dropDelayTicks);
        return 2 + over * STEPS / (maxDelayTicks - dropDelayTicks + 1);
    }
}
