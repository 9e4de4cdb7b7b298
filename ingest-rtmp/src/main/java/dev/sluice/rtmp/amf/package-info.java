/** Action Message Format, versions 0 and 3, as values without classes. */
@NullMarked
package dev.sluice.rtmp.amf;

import org.jspecify.annotations.NullMarked;
