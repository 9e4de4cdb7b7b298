/** The synthetic broadcaster of {@code --demo}. */
@NullMarked
package dev.sluice.server.demo;

import org.jspecify.annotations.NullMarked;
