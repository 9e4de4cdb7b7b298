/** Text that goes beside a presentation: WebVTT and SubRip cues in and out, and the map of a storyboard. */
@NullMarked
package dev.sluice.packager.text;

import org.jspecify.annotations.NullMarked;
