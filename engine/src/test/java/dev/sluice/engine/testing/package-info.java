/** Hand-written doubles of the engine's ports and of the engine itself, for the tests of this module. */
@NullMarked
package dev.sluice.engine.testing;

import org.jspecify.annotations.NullMarked;
