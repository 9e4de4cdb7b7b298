/** Text subtitles of a source as plain cues. */
@NullMarked
package dev.sluice.vod.subtitle;

import org.jspecify.annotations.NullMarked;
