/** Encodes pieces of pictures and whole tracks of sound; the same bytes whoever does it, in whatever order. */
@NullMarked
package dev.sluice.vod.encode;

import org.jspecify.annotations.NullMarked;
