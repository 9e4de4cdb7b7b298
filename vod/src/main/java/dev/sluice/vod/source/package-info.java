/** What an uploaded file is: its tracks, its times, and why it is refused. */
@NullMarked
package dev.sluice.vod.source;

import org.jspecify.annotations.NullMarked;
