/** The engine as one thing: its settings and the entry that the server wires. */
@NullMarked
package dev.sluice.engine;

import org.jspecify.annotations.NullMarked;
