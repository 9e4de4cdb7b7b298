/** The Dagger component and one module per room: who gets what, and what is made of the settings. */
@NullMarked
package dev.sluice.server.wiring;

import org.jspecify.annotations.NullMarked;
