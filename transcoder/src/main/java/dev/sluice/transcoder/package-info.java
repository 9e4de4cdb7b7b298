/** Decode once, scale as a cascade, encode each rung on its own thread: the engine's transcoder port on FFmpeg. */
@NullMarked
package dev.sluice.transcoder;

import org.jspecify.annotations.NullMarked;
