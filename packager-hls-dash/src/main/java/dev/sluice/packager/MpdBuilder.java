package dev.sluice.packager;

import dev.sluice.media.Timescale;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.packager.RenditionWindow.Entry;
import dev.sluice.packager.dash.Mpd;
import dev.sluice.packager.dash.Mpd.AdaptationSet;
import dev.sluice.packager.dash.Mpd.Representation;
import dev.sluice.packager.dash.Mpd.TimelineRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the MPD of what is on offer. Remembers the ids of adaptation sets, which stay the same for a media type and
 * codec through the presentation. Guarded by the publisher's lock.
 */
final class MpdBuilder {
    private final PresentationSettings settings;
    private final Map<String, Integer> adaptationSetIds = new HashMap<>();

    MpdBuilder(PresentationSettings settings) {
        this.settings = settings;
    }

    /**
     * @param totalUs end of the last segment; makes the MPD static; null while live
     * @return null when no period can be shown yet
     */
    @Nullable
    Mpd build(
            List<PublishedPeriod> periods,
            Map<String, RenditionWindow> windows,
            long targetDurationSeconds,
            Instant now,
            @Nullable Long totalUs) {
        List<Mpd.Period> shown = new ArrayList<>();
        for (PublishedPeriod period : periods) {
            if (period.visible()) {
                boolean mayStartLater = totalUs != null && shown.isEmpty();
                shown.add(period(period, windows, mayStartLater));
            }
        }
        if (shown.isEmpty()) {
            return null;
        }
        Duration delay = Duration.ofSeconds(targetDurationSeconds * PresentationSettings.MIN_WINDOW_SEGMENTS);
        Duration longestDelay = settings.windowDuration().minus(settings.targetSegmentDuration());
        return new Mpd(
                settings.timelineStart(),
                now,
                settings.targetSegmentDuration(),
                settings.windowDuration(),
                delay.compareTo(longestDelay) < 0 ? delay : longestDelay,
                settings.utcTimingUrl(),
                totalUs == null ? null : Duration.of(totalUs, ChronoUnit.MICROS),
                shown);
    }

    private Mpd.Period period(PublishedPeriod period, Map<String, RenditionWindow> windows, boolean mayStartLater) {
        Map<String, List<Entry>> entries = new LinkedHashMap<>();
        for (PublishedRendition rendition : period.renditions()) {
            RenditionWindow window = windows.get(rendition.name());
            if (window != null) {
                entries.put(rendition.name(), window.entriesOf(rendition));
            }
        }
        long startPtsTicks = mayStartLater ? firstOffered(period, entries) : period.startPtsTicks();
        Map<Integer, List<Representation>> sets = new LinkedHashMap<>();
        for (PublishedRendition rendition : period.renditions()) {
            List<Entry> offered = entries.getOrDefault(rendition.name(), List.of());
            RenditionWindow window = windows.get(rendition.name());
            if (!offered.isEmpty() && window != null) {
                sets.computeIfAbsent(setId(rendition), id -> new ArrayList<>())
                        .add(representation(rendition, offered, startPtsTicks, window.meter()));
            }
        }
        long startUs = Timescale.VIDEO.toMicros(startPtsTicks);
        return new Mpd.Period(
                period.id(),
                Duration.of(startUs, ChronoUnit.MICROS),
                durationBeforeHole(period, startUs),
                sets.entrySet().stream()
                        .map(set -> new AdaptationSet(set.getKey(), set.getValue()))
                        .toList());
    }

    /** A static MPD whose oldest segments are gone starts with what is left; presentation times stay the same. */
    private static long firstOffered(PublishedPeriod period, Map<String, List<Entry>> entries) {
        long earliest = Long.MAX_VALUE;
        boolean trimmed = true;
        for (List<Entry> offered : entries.values()) {
            for (Entry first : offered.subList(0, Math.min(1, offered.size()))) {
                Timescale timescale = first.rendition().track().timescale();
                earliest = Math.min(earliest, timescale.rescale(first.startTicks(), Timescale.VIDEO));
                trimmed &= first.number() > period.firstNumber();
            }
        }
        return trimmed && earliest != Long.MAX_VALUE ? earliest : period.startPtsTicks();
    }

    /** A period ends where the next one starts, unless no media was there for a while. */
    private static @Nullable Duration durationBeforeHole(PublishedPeriod period, long startUs) {
        Long nextStartUs = period.nextStartUs();
        return nextStartUs == null || nextStartUs <= period.endUs()
                ? null
                : Duration.of(period.endUs() - startUs, ChronoUnit.MICROS);
    }

    private int setId(PublishedRendition rendition) {
        String codec = rendition.track().codec().codecString();
        String family = rendition.track().type() + codec.substring(0, Math.min(4, codec.length()));
        return adaptationSetIds.computeIfAbsent(family, key -> adaptationSetIds.size() + 1);
    }

    private static Representation representation(
            PublishedRendition rendition, List<Entry> offered, long startPtsTicks, BitrateMeter meter) {
        Timescale timescale = rendition.track().timescale();
        Mpd.Media media =
                switch (rendition.track().codec()) {
                    case VideoParameters video ->
                        new Mpd.Video(
                                video.format().width(),
                                video.format().height(),
                                rendition.frameRate(),
                                video.format().sampleAspectRatio());
                    case AudioParameters audio -> new Mpd.Audio(audio.sampleRateHz(), audio.channelCount());
                };
        return new Representation(
                rendition.name(),
                rendition.track().codec().codecString(),
                meter.peakBps(),
                media,
                timescale,
                Timescale.VIDEO.rescale(startPtsTicks, timescale),
                "$RepresentationID$/" + rendition.initFile(),
                offered.getFirst().number(),
                timeline(offered));
    }

    private static List<TimelineRun> timeline(List<Entry> offered) {
        List<TimelineRun> runs = new ArrayList<>();
        for (Entry entry : offered) {
            TimelineRun last = runs.isEmpty() ? null : runs.getLast();
            if (last != null
                    && last.durationTicks() == entry.durationTicks()
                    && last.startTicks() + last.durationTicks() * last.count() == entry.startTicks()) {
                runs.set(runs.size() - 1, new TimelineRun(last.startTicks(), last.durationTicks(), last.count() + 1));
            } else {
                runs.add(new TimelineRun(entry.startTicks(), entry.durationTicks(), 1));
            }
        }
        return runs;
    }
}
