/** The program: main, what starts and stops in which order. Knows every room and decides nothing. */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
