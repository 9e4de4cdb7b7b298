/**
 * A finished asset as files: one CMAF track file per rendition with a segment index in front, played whole or by byte
 * range, and the playlists and the MPD over them.
 */
@NullMarked
package dev.sluice.packager.file;

import org.jspecify.annotations.NullMarked;
