/** The server as a process, with clients that were not written here. */
@NullMarked
package dev.sluice.server.e2e;

import org.jspecify.annotations.NullMarked;
