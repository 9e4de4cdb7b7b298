/** What the control API and the playback edge ask of the engine. */
@NullMarked
package dev.sluice.engine.control;

import org.jspecify.annotations.NullMarked;
