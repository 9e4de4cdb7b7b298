/** What happens to a live stream: probe, plan the ladder, transcode, package, publish to the edge and the store. */
@NullMarked
package dev.sluice.engine.pipeline;

import org.jspecify.annotations.NullMarked;
