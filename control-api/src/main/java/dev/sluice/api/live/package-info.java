/** The live-streaming resource of the control API. */
@NullMarked
package dev.sluice.api.live;

import org.jspecify.annotations.NullMarked;
