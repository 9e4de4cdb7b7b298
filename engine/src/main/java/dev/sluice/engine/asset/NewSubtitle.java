package dev.sluice.engine.asset;

import dev.sluice.media.io.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A subtitle file that somebody sent.
 *
 * @param language as they wrote it
 * @param label null for the name of the language
 * @param file WebVTT or SubRip, unchecked, at most {@link Subtitles#MAX_FILE_BYTES}
 */
public record NewSubtitle(String language, @Nullable String label, AssetSubtitle.Kind kind, Payload file) {}
