/** Plans without encoding, for those who ask what a file would become. */
@NullMarked
package dev.sluice.vod.preview;

import org.jspecify.annotations.NullMarked;
