/** Jobs that make assets of files, and their steps, which any node may take. */
@NullMarked
package dev.sluice.engine.job;

import org.jspecify.annotations.NullMarked;
