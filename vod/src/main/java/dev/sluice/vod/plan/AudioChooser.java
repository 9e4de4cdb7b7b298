package dev.sluice.vod.plan;

import dev.sluice.ffmpeg.file.AudioFacts;
import dev.sluice.ffmpeg.file.StreamFacts;
import dev.sluice.vod.plan.LadderPlan.AudioRendition;
import dev.sluice.vod.source.SourceTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which AAC renditions the sound tracks of a source become. */
final class AudioChooser {
    private static final int SURROUND_CHANNELS = 6;
    private static final int CD_FAMILY_HZ = 11_025;
    private static final int CD_RATE_HZ = 44_100;
    private static final int RATE_HZ = 48_000;
    private static final int MONO_DIVISOR = 2;
    private static final int MAX_TITLE_CHARS = 100;
    /** A language tag of RFC 5646, as far as it is used for sound. */
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}");

    private AudioChooser() {}

    static List<AudioRendition> choose(
            List<AudioFacts> tracks, @Nullable SourceTimeline timeline, EncodeProfile profile) {
        List<AudioFacts> heard = tracks.stream()
                .filter(track -> timeline == null || hasPackets(track, timeline))
                .toList();
        int defaultTrack = 0;
        for (int i = heard.size() - 1; i >= 0; i--) {
            if (heard.get(i).stream().isDefault()) {
                defaultTrack = i;
            }
        }
        List<AudioRendition> renditions = new ArrayList<>();
        for (int i = 0; i < heard.size(); i++) {
            AudioFacts track = heard.get(i);
            String name = "audio-" + (i + 1);
            int channels = Math.min(2, track.channelCount());
            int bitrateBps = channels == 1 ? profile.stereoBitrateBps() / MONO_DIVISOR : profile.stereoBitrateBps();
            renditions.add(rendition(profile, name, track, channels, bitrateBps, i == defaultTrack));
            if (track.channelCount() >= SURROUND_CHANNELS) {
                renditions.add(rendition(
                        profile, name + "-surround", track, SURROUND_CHANNELS, profile.surroundBitrateBps(), false));
            }
        }
        return renditions;
    }

    private static AudioRendition rendition(
            EncodeProfile profile, String name, AudioFacts track, int channels, int bitrateBps, boolean isDefault) {
        StreamFacts stream = track.stream();
        String language = stream.language();
        String title = stream.title();
        return new AudioRendition(
                name,
                stream.index(),
                track.sampleRateHz() % CD_FAMILY_HZ == 0 ? CD_RATE_HZ : RATE_HZ,
                channels,
                bitrateBps,
                language != null && LANGUAGE.matcher(language).matches() ? language.toLowerCase(Locale.ROOT) : null,
                title == null || title.isBlank() ? null : title.substring(0, Math.min(MAX_TITLE_CHARS, title.length())),
                isDefault,
                profile.loudnessLufs());
    }

    private static boolean hasPackets(AudioFacts track, SourceTimeline timeline) {
        return timeline.audio().stream()
                .anyMatch(times -> times.streamIndex() == track.stream().index());
    }
}
