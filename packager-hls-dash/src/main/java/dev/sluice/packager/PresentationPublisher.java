package dev.sluice.packager;

import dev.sluice.media.Track;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.RenditionWindow.Entry;
import dev.sluice.packager.cmaf.Segment;
import dev.sluice.packager.cmaf.box.MovieBoxes;
import dev.sluice.packager.dash.Mpd;
import dev.sluice.packager.dash.MpdWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that players see of a presentation, behind one lock: windows, playlists, the MPD, expiry. Segments come
 * finished, so that the work under the lock is small. The listener is called under the lock, which keeps its order.
 */
final class PresentationPublisher {
    static final String MASTER_PATH = "master.m3u8";
    static final String MPD_PATH = "manifest.mpd";
    private static final Logger LOG = LoggerFactory.getLogger(PresentationPublisher.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final PresentationSettings settings;
    private final PresentationListener listener;
    private final InstantSource clock;
    private final long windowUs;
    private final MpdBuilder mpdBuilder;
    private final Map<String, RenditionWindow> windows = new LinkedHashMap<>();
    private final List<PublishedPeriod> periods = new ArrayList<>();
    private final ExpiryQueue expiry = new ExpiryQueue();
    private long targetDurationSeconds;
    private long nextNumber;
    private long nextDiscontinuity;
    private long edgeUs;
    private long mpdNumber = -1;
    private String master = "";

    PresentationPublisher(PresentationSettings settings, PresentationListener listener, InstantSource clock) {
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
        this.windowUs = micros(settings.windowDuration());
        this.mpdBuilder = new MpdBuilder(settings);
        this.targetDurationSeconds =
                Math.ceilDiv(settings.targetSegmentDuration().toMillis(), 1_000L);
        this.nextNumber = settings.firstSegmentNumber();
        this.nextDiscontinuity = settings.firstDiscontinuityNumber();
    }

    PublishedPeriod startPeriod(List<RenditionPlan> plans, long startPtsTicks) {
        lock.lock();
        try {
            if (!periods.isEmpty()) {
                periods.getLast().followedAt(startPtsTicks);
            }
            PublishedPeriod period = new PublishedPeriod(nextDiscontinuity, nextNumber, startPtsTicks, plans);
            periods.add(period);
            nextDiscontinuity++;
            return period;
        } finally {
            lock.unlock();
        }
    }

    void onSegment(PublishedPeriod period, RenditionPlan plan, Track track, Segment segment) {
        lock.lock();
        try {
            RenditionWindow window = windows.computeIfAbsent(plan.name(), name -> newWindow(plan));
            PublishedRendition rendition = rendition(period, plan, track, segment);
            listener.onObject(plan.name() + "/" + segment.number() + ".m4s", ObjectKind.SEGMENT, segment.body());
            Entry entry = Entry.of(rendition, segment, settings.timelineStart());
            rendition.onSegment(segment);
            if (!segment.gap()) {
                window.meter().add(segment.sizeBytes(), entry.durationUs());
            }
            long longestUs = window.totalUs() + entry.durationUs();
            edgeUs = Math.max(edgeUs, entry.endUs());
            raiseTargetDuration(plan.name(), entry);
            retire(window.add(entry), window, longestUs);
            period.onSegment(entry.endUs());
            publishPlaylist(window, false);
            publishManifestsIfDue(period);
            expire();
        } finally {
            lock.unlock();
        }
    }

    /** The period has given everything: the manifests are brought up to date. */
    void endPeriod(PublishedPeriod period) {
        lock.lock();
        try {
            period.end();
            nextNumber = Math.max(nextNumber, period.newestNumber() + 1);
            if (period.visible()) {
                publishManifests(period, null);
            } else {
                periods.remove(period);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends every playlist and makes the MPD static. */
    void finish() {
        lock.lock();
        try {
            for (RenditionWindow window : windows.values()) {
                publishPlaylist(window, true);
            }
            if (!periods.isEmpty()) {
                publishManifests(periods.getLast(), edgeUs);
            }
        } finally {
            lock.unlock();
        }
    }

    private RenditionWindow newWindow(RenditionPlan plan) {
        long halfSegmentUs = micros(settings.targetSegmentDuration()) / 2;
        BitrateMeter meter = new BitrateMeter(plan.declaredBitrateBps(), halfSegmentUs);
        // Half a segment less than the window, so that the jitter of audio cuts does not make windows differ.
        return new RenditionWindow(plan.name(), windowUs - halfSegmentUs, meter);
    }

    private PublishedRendition rendition(PublishedPeriod period, RenditionPlan plan, Track track, Segment segment) {
        for (PublishedRendition known : period.renditions()) {
            if (known.name().equals(plan.name())) {
                return known;
            }
        }
        PublishedRendition rendition = new PublishedRendition(period, plan.name(), track, segment);
        period.add(rendition);
        Payload init = Payload.wrap(MovieBoxes.initSegment(track));
        listener.onObject(plan.name() + "/" + rendition.initFile(), ObjectKind.INIT_SEGMENT, List.of(init));
        return rendition;
    }

    private void raiseTargetDuration(String name, Entry entry) {
        long roundedSeconds = Math.round(entry.durationUs() / 1e6);
        if (roundedSeconds > targetDurationSeconds) {
            LOG.warn(
                    "segment {} of {} lasts {} us: target duration raised from {} to {} s",
                    entry.number(),
                    name,
                    entry.durationUs(),
                    targetDurationSeconds,
                    roundedSeconds);
            targetDurationSeconds = roundedSeconds;
        }
    }

    /** Segments stay for their duration and that of the longest playlist that named them (RFC 8216bis 6.2.2). */
    private void retire(List<Entry> gone, RenditionWindow window, long longestPlaylistUs) {
        for (int i = 0; i < gone.size(); i++) {
            Entry entry = gone.get(i);
            long expiresAtUs = edgeUs + entry.durationUs() + longestPlaylistUs;
            PublishedRendition rendition = entry.rendition();
            expiry.add(rendition.name() + "/" + entry.number() + ".m4s", expiresAtUs);
            boolean lastOfRendition = i + 1 == gone.size() || gone.get(i + 1).rendition() != rendition;
            if (lastOfRendition && !window.offers(rendition)) {
                expiry.add(rendition.name() + "/" + rendition.initFile(), expiresAtUs);
            }
        }
    }

    /** Renditions without a place in the newest period slide out with time, then their playlist goes too. */
    private void retireAbsent(PublishedPeriod newest) {
        for (RenditionWindow window : List.copyOf(windows.values())) {
            if (newest.plans(window.name())) {
                continue;
            }
            long longestUs = window.totalUs();
            retire(window.removeBefore(edgeUs - windowUs), window, longestUs);
            if (window.isEmpty()) {
                windows.remove(window.name());
                expiry.add(window.playlistPath(), edgeUs + longestUs);
            }
        }
    }

    private void publishPlaylist(RenditionWindow window, boolean ended) {
        publishText(
                window.playlistPath(),
                ObjectKind.HLS_PLAYLIST,
                window.playlist(targetDurationSeconds, ended).render());
    }

    /** Once per boundary: when all renditions have come, or one is a whole segment further than the last MPD. */
    private void publishManifestsIfDue(PublishedPeriod period) {
        if (!period.visible()) {
            return;
        }
        long newest = period.newestNumber();
        if (newest > mpdNumber + 1 || (newest > mpdNumber && period.complete())) {
            mpdNumber = newest;
            retireAbsent(period);
            publishManifests(period, null);
        }
    }

    private void publishManifests(PublishedPeriod period, @Nullable Long totalUs) {
        String newMaster = MasterPlaylists.of(period, windows).render();
        if (!newMaster.equals(master)) {
            master = newMaster;
            publishText(MASTER_PATH, ObjectKind.HLS_PLAYLIST, newMaster);
        }
        periods.removeIf(old -> old != periods.getLast() && old.visible() && goneFromWindows(old));
        Mpd mpd = mpdBuilder.build(periods, windows, targetDurationSeconds, clock.instant(), totalUs);
        if (mpd != null) {
            publishText(MPD_PATH, ObjectKind.DASH_MANIFEST, MpdWriter.render(mpd));
        }
    }

    /** True when some rendition has nothing left of this period: its representations must not change, so it goes. */
    private boolean goneFromWindows(PublishedPeriod period) {
        for (PublishedRendition rendition : period.renditions()) {
            RenditionWindow window = windows.get(rendition.name());
            if (window == null || !window.offers(rendition)) {
                return true;
            }
        }
        return false;
    }

    private void publishText(String path, ObjectKind kind, String text) {
        listener.onObject(path, kind, List.of(Payload.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    private void expire() {
        for (String path : expiry.poll(edgeUs)) {
            listener.onExpired(path);
        }
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
