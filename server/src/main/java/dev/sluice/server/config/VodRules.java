package dev.sluice.server.config;

import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.vod.encode.MissingEncoders;
import dev.sluice.vod.plan.EncodeProfile;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What the settings of uploads and files must also be. A profile's own rules are those of {@link EncodeProfile}. */
public final class VodRules {
    private static final int MAX_WORKERS = 1024;
    private static final int MAX_PROFILES = 50;
    private static final int MAX_TRIES = 100;
    private static final int BPS_PER_KBPS = 1000;

    private VodRules() {}

    static void check(SluiceConfig config, BiConsumer<String, String> problem) {
        checkUploads(config.uploads(), problem);
        checkVod(config.vod(), problem);
    }

    private static void checkUploads(SluiceConfig.Uploads uploads, BiConsumer<String, String> problem) {
        range("uploads.max-file-gib", uploads.maxFileGib(), 1, 300, problem);
        range("uploads.max-open-per-owner", uploads.maxOpenPerOwner(), 1, 100_000, problem);
        range("uploads.max-open-gib-per-owner", uploads.maxOpenGibPerOwner(), 1, 1_000_000, problem);
        range("uploads.buffer-mib", uploads.bufferMib(), 32, 2047, problem);
        range("uploads.idle-expiry", uploads.idleExpiry(), Duration.ofMinutes(1), Duration.ofDays(30), problem);
        range("uploads.pull-timeout", uploads.pullTimeout(), Duration.ofSeconds(1), Duration.ofDays(2), problem);
    }

    private static void checkVod(SluiceConfig.Vod vod, BiConsumer<String, String> problem) {
        range("vod.workers", vod.workers(), 0, MAX_WORKERS, problem);
        range("vod.max-tries", vod.maxTries(), 1, MAX_TRIES, problem);
        range("vod.max-pixels", vod.maxPixels(), 128 * 128, 16_384 * 16_384, problem);
        range("vod.heartbeat", vod.heartbeat(), Duration.ofSeconds(1), Duration.ofMinutes(5), problem);
        range("vod.max-step-time", vod.maxStepTime(), Duration.ofMinutes(1), Duration.ofDays(7), problem);
        range("vod.max-duration", vod.maxDuration(), Duration.ofSeconds(1), Duration.ofHours(36), problem);
        range("vod.profiles", vod.profiles().size(), 1, MAX_PROFILES, problem);
        checkProfiles(vod.profiles(), problem);
    }

    private static void checkProfiles(List<SluiceConfig.Profile> profiles, BiConsumer<String, String> problem) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < profiles.size(); i++) {
            String key = "vod.profiles[" + i + "]";
            try {
                EncodeProfile profile = profile(profiles.get(i));
                if (!names.add(profile.name())) {
                    problem.accept(key + ".name", profile.name() + " is there twice");
                }
                MissingEncoders.of(profile).ifPresent(missing -> problem.accept(key + ".codecs", missing));
            } catch (IllegalArgumentException rule) {
                problem.accept(key + ".name", String.valueOf(rule.getMessage()));
            }
        }
    }

    /**
     * The profile that the settings describe.
     *
     * @throws IllegalArgumentException with the rule that it breaks
     */
    public static EncodeProfile profile(SluiceConfig.Profile profile) {
        EncodeProfile made = new EncodeProfile(
                        profile.name(),
                        profile.version(),
                        profile.rungs().stream()
                                .map(rung -> new EncodeProfile.Rung(
                                        rung.height(),
                                        rung.maxBitrateKbps() * BPS_PER_KBPS,
                                        rung.crf(),
                                        rung.maxFrameRate()))
                                .toList(),
                        profile.preset(),
                        wholeSeconds("a segment", profile.segmentDuration()),
                        wholeSeconds("a piece", profile.pieceDuration()),
                        profile.stereoKbps() * BPS_PER_KBPS,
                        profile.surroundKbps() * BPS_PER_KBPS)
                .withCodecs(profile.codecs().stream().map(VodRules::codec).toList())
                .withCopy(profile.copy());
        return profile.loudnessLufs().map(made::withLoudness).orElse(made);
    }

    private static VideoCodec codec(String name) {
        return Stream.of(VideoCodec.values())
                .filter(codec -> codec.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("codec " + name + " is none of h264, hevc and av1"));
    }

    private static int wholeSeconds(String what, Duration duration) {
        if (duration.toNanosPart() != 0) {
            throw new IllegalArgumentException(what + " has whole seconds");
        }
        return Math.toIntExact(duration.toSeconds());
    }

    private static <T extends Comparable<T>> void range(
            String key, T value, T least, T most, BiConsumer<String, String> problem) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problem.accept(key, value + " is not between " + least + " and " + most);
        }
    }
}
