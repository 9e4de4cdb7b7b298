/** Pictures that stand for an asset: its poster, and a storyboard to seek by. */
@NullMarked
package dev.sluice.vod.image;

import org.jspecify.annotations.NullMarked;
