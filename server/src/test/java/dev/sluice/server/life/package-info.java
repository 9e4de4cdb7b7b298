/** Tests of the server's parts. */
@NullMarked
package dev.sluice.server.life;

import org.jspecify.annotations.NullMarked;
