package dev.sluice.api.viewers;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ViewerStats;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts who watches which stream. A viewer is an address with a user agent; only a hash of both, salted anew in every
 * process, is kept, and that for a minute after the viewer was last seen.
 *
 * <p>The edge calls {@link #onMediaRequest} for each playlist or segment that it gives out. Safe for use by many
 * threads; nothing blocks. Memory is bounded: past {@value #MAX_VIEWERS} remembered viewers of a stream the longest
 * unseen is forgotten (and counts anew when it comes back), past {@value #MAX_STREAMS} streams the longest unwatched.
 */
public final class ViewerMeter implements ViewerStats {
    static final int MAX_VIEWERS = 50_000;
    static final int MAX_STREAMS = 2_000;
    private static final int MAX_USER_AGENT_LENGTH = 256;
    private static final int SALT_BYTES = 16;

    private final Clock clock;
    private final byte[] salt = new byte[SALT_BYTES];
    private final LinkedHashMap<StreamId, Audience> audiences = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    public ViewerMeter(Clock clock) {
        this.clock = clock;
        new SecureRandom().nextBytes(salt);
    }

    /**
     * A client got a playlist or a segment of a stream.
     *
     * @param address of the client, without its port
     * @param userAgent as sent, null when not
     */
    public void onMediaRequest(StreamId id, String address, @Nullable String userAgent) {
        audienceOf(id).seen(hash(address, userAgent == null ? "" : userAgent), clock.millis());
    }

    @Override
    public long current(StreamId id) {
        Audience audience = find(id);
        return audience == null ? 0 : audience.current(clock.millis());
    }

    @Override
    public long peak(StreamId id) {
        Audience audience = find(id);
        return audience == null ? 0 : audience.peak();
    }

    @Override
    public long total(StreamId id) {
        Audience audience = find(id);
        return audience == null ? 0 : audience.total();
    }

    private @Nullable Audience find(StreamId id) {
        synchronized (audiences) {
            return audiences.get(id);
        }
    }

    private Audience audienceOf(StreamId id) {
        synchronized (audiences) {
            Audience audience = audiences.computeIfAbsent(id, unseen -> new Audience(MAX_VIEWERS));
            if (audiences.size() > MAX_STREAMS) {
                audiences.remove(audiences.firstEntry().getKey());
            }
            return audience;
        }
    }

    private long hash(String address, String userAgent) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update(address.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            int length = Math.min(userAgent.length(), MAX_USER_AGENT_LENGTH);
            digest.update(userAgent.substring(0, length).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
