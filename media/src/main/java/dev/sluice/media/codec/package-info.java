/**
 * Codec parameters and the parsers of parameter sets and configuration records, one record and one parser per codec.
 */
@NullMarked
package dev.sluice.media.codec;

import org.jspecify.annotations.NullMarked;
