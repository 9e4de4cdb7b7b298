package dev.sluice.packager;

import dev.sluice.media.TrackType;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.packager.hls.MultivariantPlaylist;
import dev.sluice.packager.hls.MultivariantPlaylist.AudioRendition;
import dev.sluice.packager.hls.MultivariantPlaylist.Picture;
import dev.sluice.packager.hls.MultivariantPlaylist.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the multivariant playlist of the period that players are to play now. */
final class MasterPlaylists {
    private MasterPlaylists() {}

    static MultivariantPlaylist of(PublishedPeriod period, Map<String, RenditionWindow> windows) {
        List<PublishedRendition> audio = ofType(period, TrackType.AUDIO);
        List<PublishedRendition> video = ofType(period, TrackType.VIDEO);
        List<Variant> variants = new ArrayList<>();
        if (video.isEmpty()) {
            for (PublishedRendition rendition : audio) {
                variants.add(audioVariant(rendition, window(windows, rendition)));
            }
            return new MultivariantPlaylist(variants, List.of());
        }
        for (PublishedRendition rendition : video) {
            variants.add(videoVariant(rendition, window(windows, rendition), audio, windows));
        }
        return new MultivariantPlaylist(
                variants, audio.stream().map(MasterPlaylists::audioRendition).toList());
    }

    private static List<PublishedRendition> ofType(PublishedPeriod period, TrackType type) {
        return period.renditions().stream()
                .filter(rendition -> rendition.track().type() == type)
                .toList();
    }

    private static RenditionWindow window(Map<String, RenditionWindow> windows, PublishedRendition rendition) {
        RenditionWindow window = windows.get(rendition.name());
        if (window == null) {
            throw new IllegalStateException("no segments of " + rendition.name());
        }
        return window;
    }

    private static Variant audioVariant(PublishedRendition rendition, RenditionWindow window) {
        return new Variant(
                window.playlistPath(),
                window.meter().peakBps(),
                window.meter().averageBps(),
                List.of(rendition.track().codec().codecString()),
                null);
    }

    private static Variant videoVariant(
            PublishedRendition rendition,
            RenditionWindow window,
            List<PublishedRendition> audio,
            Map<String, RenditionWindow> windows) {
        long audioPeakBps = 0;
        long audioAverageBps = 0;
        List<String> codecs = new ArrayList<>();
        codecs.add(rendition.track().codec().codecString());
        for (PublishedRendition choice : audio) {
            BitrateMeter meter = window(windows, choice).meter();
            audioPeakBps = Math.max(audioPeakBps, meter.peakBps());
            audioAverageBps = Math.max(audioAverageBps, meter.averageBps());
            String codec = choice.track().codec().codecString();
            if (!codecs.contains(codec)) {
                codecs.add(codec);
            }
        }
        return new Variant(
                window.playlistPath(),
                window.meter().peakBps() + audioPeakBps,
                window.meter().averageBps() + audioAverageBps,
                codecs,
                picture(rendition));
    }

    private static Picture picture(PublishedRendition rendition) {
        if (!(rendition.track().codec() instanceof VideoParameters video)) {
            throw new IllegalArgumentException("not video: " + rendition.name());
        }
        return new Picture(
                video.format().width(),
                video.format().height(),
                rendition.frameRate().toDouble());
    }

    private static AudioRendition audioRendition(PublishedRendition rendition) {
        if (!(rendition.track().codec() instanceof AudioParameters audio)) {
            throw new IllegalArgumentException("not audio: " + rendition.name());
        }
        return new AudioRendition(rendition.name(), rendition.name() + "/index.m3u8", audio.channelCount());
    }
}
