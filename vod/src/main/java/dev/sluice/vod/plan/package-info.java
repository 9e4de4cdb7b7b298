/** What a source becomes: renditions, segment boundaries, pieces. Pure arithmetic, the same on every node. */
@NullMarked
package dev.sluice.vod.plan;

import org.jspecify.annotations.NullMarked;
