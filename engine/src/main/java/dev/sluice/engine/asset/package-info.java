/** Assets: files that were given to Sluice and what it makes of them. */
@NullMarked
package dev.sluice.engine.asset;

import org.jspecify.annotations.NullMarked;
