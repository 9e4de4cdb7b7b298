/** Ports of one room implemented with another. */
@NullMarked
package dev.sluice.server.adapter;

import org.jspecify.annotations.NullMarked;
