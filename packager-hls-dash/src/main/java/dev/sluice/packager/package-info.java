/** The presentation of one live stream: segments and parts at declared boundaries, HLS playlists and the DASH MPD. */
@NullMarked
package dev.sluice.packager;

import org.jspecify.annotations.NullMarked;
