/** Payloads, bounds-checked big-endian cursors over bytes and bits, and the byte writer that mirrors them. */
@NullMarked
package dev.sluice.media.io;

import org.jspecify.annotations.NullMarked;
