/** What is measured of sound, and done to it. */
@NullMarked
package dev.sluice.vod.sound;

import org.jspecify.annotations.NullMarked;
