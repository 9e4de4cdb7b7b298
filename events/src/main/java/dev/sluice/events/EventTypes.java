package dev.sluice.events;

import java.util.Set;

/** The names of events, and the patterns by which one asks for them. */
public final class EventTypes {
    public static final String STREAM_CREATED = "stream.created";
    public static final String STREAM_UPDATED = "stream.updated";
    public static final String STREAM_STARTED = "stream.started";
    public static final String STREAM_ENDED = "stream.ended";
    public static final String STREAM_DELETED = "stream.deleted";
    public static final String VIDEO_UPLOADED = "video.uploaded";
    public static final String VIDEO_PROCESSED = "video.processed";
    public static final String VIDEO_FAILED = "video.failed";
    public static final String VIDEO_UPDATED = "video.updated";
    public static final String VIDEO_DELETED = "video.deleted";
    /** An endpoint was given up; other endpoints and readers of the log are told. */
    public static final String WEBHOOK_DISABLED = "webhook.disabled";
    /** Sent by hand to one endpoint, never to others. */
    public static final String WEBHOOK_TEST = "webhook.test";

    public static final String ALL = "*";

    private static final String GROUP_SUFFIX = ".*";
    /** Those a platform may know from elsewhere; what is not made here is accepted and never comes. */
    private static final Set<String> KNOWN = Set.of(
            "post.created",
            "post.updated",
            "post.deleted",
            VIDEO_UPLOADED,
            VIDEO_PROCESSED,
            VIDEO_FAILED,
            VIDEO_UPDATED,
            VIDEO_DELETED,
            "comment.created",
            "user.followed",
            "payment.succeeded",
            "payment.failed",
            "subscription.created",
            "subscription.canceled",
            STREAM_CREATED,
            STREAM_UPDATED,
            STREAM_STARTED,
            STREAM_ENDED,
            STREAM_DELETED,
            WEBHOOK_DISABLED,
            WEBHOOK_TEST);

    private EventTypes() {}

    public static boolean isKnown(String type) {
        return KNOWN.contains(type);
    }

    /** Whether a pattern is {@code *}, a known type, or {@code stream.*} for a group that has known types. */
    public static boolean isPattern(String pattern) {
        if (pattern.equals(ALL) || isKnown(pattern)) {
            return true;
        }
        if (!pattern.endsWith(GROUP_SUFFIX)) {
            return false;
        }
        String group = pattern.substring(0, pattern.length() - 1);
        return group.length() > 1 && KNOWN.stream().anyMatch(type -> type.startsWith(group));
    }
}
