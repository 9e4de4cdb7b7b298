/** The command line: the only place that prints. */
@NullMarked
package dev.sluice.server.cli;

import org.jspecify.annotations.NullMarked;
