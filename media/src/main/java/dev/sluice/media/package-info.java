/** The words of the field: tracks, timescales, encoded samples and codec parameters. Knows nothing else of Sluice. */
@NullMarked
package dev.sluice.media;

import org.jspecify.annotations.NullMarked;
