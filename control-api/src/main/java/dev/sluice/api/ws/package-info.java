/** The socket at {@code /ws}: who is connected, what they listen to, and how it reaches them. */
@NullMarked
package dev.sluice.api.ws;

import org.jspecify.annotations.NullMarked;
