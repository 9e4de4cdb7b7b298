/** HLS playlists (RFC 8216bis) as values, and their text. */
@NullMarked
package dev.sluice.packager.hls;

import org.jspecify.annotations.NullMarked;
