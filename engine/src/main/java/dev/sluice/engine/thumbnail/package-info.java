/** Pictures of live streams, made anew while they run. */
@NullMarked
package dev.sluice.engine.thumbnail;

import org.jspecify.annotations.NullMarked;
