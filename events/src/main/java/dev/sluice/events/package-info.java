/** The event bus: what happened, in order, and how it reaches those who asked. Knows no HTTP server and no SQL. */
@NullMarked
package dev.sluice.events;

import org.jspecify.annotations.NullMarked;
