/** Counting who watches. */
@NullMarked
package dev.sluice.api.viewers;

import org.jspecify.annotations.NullMarked;
