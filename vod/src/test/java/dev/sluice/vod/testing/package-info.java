/** Films and sinks for tests. */
@NullMarked
package dev.sluice.vod.testing;

import org.jspecify.annotations.NullMarked;
