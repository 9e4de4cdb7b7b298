/** Files to assets. The packages beneath hold its stages. */
@NullMarked
package dev.sluice.vod;

import org.jspecify.annotations.NullMarked;
