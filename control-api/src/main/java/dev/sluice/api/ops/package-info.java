/** Health, readiness, time and metrics. */
@NullMarked
package dev.sluice.api.ops;

import org.jspecify.annotations.NullMarked;
