package dev.sluice.api.profile;

import dev.sluice.engine.asset.PlannedAsset;
import dev.sluice.engine.asset.ProfileSummary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Profiles and plans as the API shows them. */
final class ProfileJson {
    /** Of a source that does not say. */
    static final double USUAL_FRAME_RATE = 30;

    private static final double US_PER_SECOND = 1e6;
    private static final double RATE_DIGITS = 1000;

    private ProfileJson() {}

    static JsonObject of(ProfileSummary profile) {
        JsonArray rungs = new JsonArray();
        for (ProfileSummary.Rung rung : profile.rungs()) {
            rungs.add(new JsonObject()
                    .put("height", rung.height())
                    .put("max_bitrate", rung.maxBitrateBps())
                    .put("crf", rung.crf())
                    .put("max_frame_rate", rung.maxFrameRate()));
        }
        return new JsonObject()
                .put("name", profile.name())
                .put("version", profile.version())
                .put("preset", profile.preset())
                .put("segment_duration", profile.segmentSeconds())
                .put("stereo_bitrate", profile.stereoBitrateBps())
                .put("surround_bitrate", profile.surroundBitrateBps())
                .put("codecs", new JsonArray(profile.codecs()))
                .put("copy", profile.copy())
                .put("rungs", rungs);
    }

    static JsonObject of(PlannedAsset plan) {
        JsonArray video = new JsonArray();
        for (PlannedAsset.Video rung : plan.video()) {
            video.add(new JsonObject()
                    .put("name", rung.name())
                    .put("width", rung.width())
                    .put("height", rung.height())
                    .put("frame_rate", Math.round(rung.frameRate() * RATE_DIGITS) / RATE_DIGITS)
                    .put("max_bitrate", rung.maxBitrateBps())
                    .put("crf", rung.crf())
                    .put("codec", rung.codec())
                    .put("encoded", rung.encoded())
                    .put("reason", rung.reason())
                    .put("cpu_seconds_per_minute", rung.cpuSecondsPerMinute()));
        }
        JsonArray audio = new JsonArray();
        for (PlannedAsset.Audio sound : plan.audio()) {
            audio.add(new JsonObject()
                    .put("name", sound.name())
                    .put("channels", sound.channels())
                    .put("sample_rate", sound.sampleRateHz())
                    .put("bitrate", sound.bitrateBps())
                    .put("language", sound.language()));
        }
        JsonArray dropped = new JsonArray();
        plan.dropped()
                .forEach(rung ->
                        dropped.add(new JsonObject().put("name", rung.name()).put("reason", rung.reason())));
        return new JsonObject()
                .put("profile", plan.profile())
                .put("profile_version", plan.profileVersion())
                .put("duration", plan.durationUs() / US_PER_SECOND)
                .put("video", video)
                .put("audio", audio)
                .put("dropped", dropped)
                .put(
                        "cost",
                        new JsonObject()
                                .put("pixels_per_second", plan.pixelsPerSecond())
                                .put("cpu_seconds_per_minute", plan.cpuSecondsPerMinute()));
    }
}
