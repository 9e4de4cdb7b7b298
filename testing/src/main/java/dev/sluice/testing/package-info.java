/** Test helpers that every module may use: golden dumps, box trees, a clock under control, inputs in pieces. */
@NullMarked
package dev.sluice.testing;

import org.jspecify.annotations.NullMarked;
