/** Live streams: states, one publisher, fan-out to many subscribers, the timeline normaliser and statistics. */
@NullMarked
package dev.sluice.engine.live;

import org.jspecify.annotations.NullMarked;
