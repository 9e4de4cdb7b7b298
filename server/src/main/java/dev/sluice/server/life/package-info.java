/** Start order, orderly stop, signals and the lock on the data directory. */
@NullMarked
package dev.sluice.server.life;

import org.jspecify.annotations.NullMarked;
