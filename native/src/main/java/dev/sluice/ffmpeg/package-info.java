/** The only door to FFmpeg: loading, versions, errors, memory accounting. No type of the presets leaves this module. */
@NullMarked
package dev.sluice.ffmpeg;

import org.jspecify.annotations.NullMarked;
